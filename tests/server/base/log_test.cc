#include "server/base/log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "server/base/limits.h"
#include "server/base/log_file.h"

namespace minga {
namespace {

using ::testing::HasSubstr;

std::string Content(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string TempFile(const std::string& name) {
  const std::string file = testing::TempDir() + name;
  std::filesystem::remove(file);
  return file;
}

TEST(Log, EveryLineIsInTheFileAtTheEndInTheOrderOfEachThread) {
  const std::string file = TempFile("minga-log-order");
  {
    auto log = Log::Open({file, "info"}).value();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 1'000; ++i) log->Info(std::to_string(thread), std::to_string(i));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  std::ifstream lines(file);
  std::vector<int> next(3, 0);
  for (std::string line; std::getline(lines, line);) {
    const size_t thread = static_cast<size_t>(line.at(line.find("\"event\":\"") + 9) - '0');
    EXPECT_THAT(line, HasSubstr("\"detail\":\"" + std::to_string(next.at(thread)++) + "\""));
  }
  EXPECT_EQ(next, std::vector<int>(3, 1'000));
}

TEST(Log, AppendsToWhatIsThere) {
  const std::string file = TempFile("minga-log-append");
  Log::Open({file, "info"}).value()->Info("first");
  Log::Open({file, "info"}).value()->Info("second");
  EXPECT_THAT(Content(file), HasSubstr("first"));
  EXPECT_THAT(Content(file), HasSubstr("second"));
}

TEST(Log, SaysWhyItCannotOpen) {
  EXPECT_THAT(std::string(Log::Open({"/no/such/folder/log", "info"}).status().message()), HasSubstr("/no/such/folder/log"));
  EXPECT_FALSE(Log::Open({"", "loud"}).ok());
}

// Nobody reads the pipe: who logs must not wait, and later the log says how much is missing.
TEST(LogFile, NeverMakesWhoLogsWait) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::string read;
  std::thread reader;
  {
    auto file = std::make_shared<LogFile>(ends[1]);
    spdlog::logger logger("test", file);
    const std::string line(1'000, 'x');
    const size_t lines = 2 * limits::kLogBytesWaiting / line.size();
    for (size_t i = 0; i < lines; ++i) logger.info(line);
    reader = std::thread([&read, from = ends[0]] {
      char buffer[65'536];
      for (ssize_t got; (got = ::read(from, buffer, sizeof buffer)) > 0;) read.append(buffer, static_cast<size_t>(got));
    });
    logger.flush();
  }
  reader.join();
  ::close(ends[0]);
  EXPECT_GT(read.size(), limits::kLogBytesWaiting);
  EXPECT_THAT(read.substr(read.size() - 200), HasSubstr("lines were left out"));
}

}  // namespace
}  // namespace minga
