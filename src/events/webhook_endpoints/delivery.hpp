// One event on its way to one endpoint: every attempt, and how it stands. Not an object of the reference API, which
// keeps this for its dashboard; read under /dashboard/api.
#pragma once

#include "api/life.hpp"
#include "api/resource.hpp"

namespace bursar::webhook_endpoints {

struct Attempt {
    Timestamp created = 0;
    std::int64_t duration = 0;           // milliseconds
    std::int64_t http_status = 0;        // 0: no answer came
    std::optional<std::string> problem;  // why none came
    std::string response_body;           // its first 1,000 bytes
    std::string signature;               // the Stripe-Signature header sent
};
FIELDS(Attempt, created, duration, http_status, problem, response_body, signature);

enum class DeliveryStatus { pending, succeeded, failed };
enum class DeliveryStep { succeed, give_up };
inline constexpr api::Move<DeliveryStatus, DeliveryStep> kDeliveryMoves[] = {
    {DeliveryStatus::pending, DeliveryStep::succeed, DeliveryStatus::succeeded},
    {DeliveryStatus::pending, DeliveryStep::give_up, DeliveryStatus::failed},    // no attempt will follow
    {DeliveryStatus::failed, DeliveryStep::succeed, DeliveryStatus::succeeded},  // sent again by hand
};

struct Delivery {
    static constexpr std::string_view kObject = "webhook_delivery", kPrefix = "whd", kNoun = "webhook delivery";
    static constexpr api::List kLists[] = {{"event"}, {"webhook_endpoint"}};

    std::string id;
    std::string object = "webhook_delivery";
    std::vector<Attempt> attempts;
    Timestamp created = 0;
    std::string event;
    std::string event_type;
    bool livemode = false;
    std::optional<Timestamp> next_attempt;
    api::Life<DeliveryStatus, DeliveryStep, kDeliveryMoves, DeliveryStatus::pending> status;
    std::string url;
    std::string webhook_endpoint;
};
FIELDS(Delivery, id, object, attempts, created, event, event_type, livemode, next_attempt, status, url,
       webhook_endpoint);

// Deliveries of an event that have been attempted. `tx` acts for the account of the event.
std::vector<Delivery> deliveries_of(api::Tx& tx, std::string_view event);

}  // namespace bursar::webhook_endpoints
