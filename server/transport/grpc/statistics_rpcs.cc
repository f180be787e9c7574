#include "minga/v1/statistics_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::StatisticsService;
using Proto = v1::StatisticsService;

// Every method raw.
using Raw = Proto::WithRawCallbackMethod_ComputeStatistics<Proto::Service>;

class StatisticsRpcs final : public Raw {
 public:
  StatisticsRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::ComputeStatisticsRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* ComputeStatistics(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ComputeStatistics);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStatisticsRpcs(Gate& gate, Rules& rules) { return std::make_unique<StatisticsRpcs>(gate, rules); }

}  // namespace minga::transport
