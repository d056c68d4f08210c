// Sending events: what a job of kind webhook.deliver means. The network is courier/'s business; here is what is sent,
// and what becomes of the answer (reference/events.md: Delivery; Signatures).
//
// The promise: at least once, in no particular order. An attempt that is not answered with 2xx is repeated: in live
// mode after 5 min, 30 min, 2 h, 5 h, 10 h, then every 12 h up to 3 days after the event; in test mode after 5 min, 1 h
// and 3 h; each with up to a tenth more or less, so that what failed together does not come back together. (Unknown:
// the spacing of the reference; these are the documented totals.)
#pragma once

#include "base/header.hpp"

#include "api/resource.hpp"

namespace bursar::webhook_deliveries {

struct Parcel {
    std::string event, event_type, endpoint, url;
    std::string body;
    std::vector<std::string> secrets;
    bool livemode = false;
    int timeout_seconds() const { return livemode ? 20 : 10; }
};

// What a job asks to be sent. Nothing when its endpoint has been disabled or deleted: such a delivery has ended.
std::optional<Parcel> pack(api::Tx& tx, json::object const& payload);

// t=<seconds>,v1=<hex>[,v1=<hex>][,v0=<hex>]: v0, in test mode, is for nobody.
std::string signature(std::vector<std::string> const& secrets, Timestamp at, std::string_view body, bool livemode);

// The signature and the other headers of a delivery.
std::vector<Header> headers_of(std::string const& signature);

struct Outcome {
    Timestamp sent_at = 0;
    std::int64_t duration_ms = 0;
    int status = 0;  // 0: no answer
    std::string problem, body, signature;
    bool succeeded() const { return status >= 200 && status < 300; }
};

// Keeps the attempt and sees to the next one, in place of the job's. Without an outcome: there was nothing to send.
void record(api::Tx& tx, store::Job const& job, json::object const& payload, std::optional<Outcome> const& outcome);

extern api::ResourceType const kResource;

}  // namespace bursar::webhook_deliveries
