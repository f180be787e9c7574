// minga-server as a process of its own: what a test can kill.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "minga/client.h"
#include "tests/support/child_process.h"

namespace minga {

// The built minga-server on `data_dir`, on a free port.
std::vector<std::string> ServerCommand(const std::filesystem::path& data_dir);

// The first line of a file; the secretariat's key is one.
std::string FirstLine(const std::filesystem::path& file);

// A client that says at once when the server is not there.
Client ClientOf(const ServerProcess& server, const std::string& key);

}  // namespace minga
