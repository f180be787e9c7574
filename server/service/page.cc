#include "server/service/page.h"

#include <fmt/format.h>

#include <charconv>

#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/domain/fields.h"

namespace minga::service {
namespace {

using google::protobuf::Message;

constexpr size_t kSignature = 16;

std::string Signed(const Message& request, const Call& call, std::string_view secret, std::string_view cursor) {
  std::unique_ptr<Message> question(request.New());
  question->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    question->GetReflection()->ClearField(question.get(), question->GetDescriptor()->FindFieldByName(name));
  }
  const Principal& caller = call.identity.principal;
  const std::string bound =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n", static_cast<int>(call.scope.kind), call.scope.agency, static_cast<int>(caller.kind),
                  caller.id, request.GetDescriptor()->full_name(), Hash(question->SerializeAsString()));
  return Sign(secret, bound + std::string(cursor));
}

}  // namespace

Page PageOf(const Message& request, const Call& call, std::string_view secret, Violations& violations) {
  const auto* reflection = request.GetReflection();
  const int size = reflection->GetInt32(request, request.GetDescriptor()->FindFieldByName("page_size"));
  const std::string token = reflection->GetString(request, request.GetDescriptor()->FindFieldByName("page_token"));
  Page page{size == 0 ? limits::kDefaultPage : size, {}};
  domain::CheckPageSize(size, "page_size", violations);
  if (token.empty()) return page;
  std::string bytes;
  if (token.size() > limits::kPageTokenBytes || !FromBase64Url(token, &bytes) || bytes.size() < kSignature ||
      !SameSecret(bytes.substr(0, kSignature), Signed(request, call, secret, bytes.substr(kSignature)))) {
    violations.Add("page_token", "INVALID_PAGE_TOKEN");
    return page;
  }
  page.cursor = bytes.substr(kSignature);
  return page;
}

std::string NextToken(const Message& request, const Call& call, std::string_view secret, std::string_view cursor) {
  return ToBase64Url(Signed(request, call, secret, cursor) + std::string(cursor));
}

std::string TimeCursor(int64_t micros, std::string_view id) { return fmt::format("{}/{}", micros, id); }

TimePosition ParseTimeCursor(std::string_view cursor) {
  TimePosition position;
  const size_t slash = cursor.find('/');
  if (slash == std::string_view::npos) return position;
  std::from_chars(cursor.data(), cursor.data() + slash, position.micros);
  position.id = std::string(cursor.substr(slash + 1));
  return position;
}

}  // namespace minga::service
