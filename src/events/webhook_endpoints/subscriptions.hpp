// Which endpoints an event is for (reference/events.md: Who gets an event): the account's own, and those that its
// platform has for connected accounts.
#pragma once

#include "api/tx.hpp"

namespace bursar::webhook_endpoints {

// How long a delivery belongs to the server that took it. More than an attempt may last.
inline constexpr Timestamp kLease = kMinute;
// A delivery that waits for its time, and one that a server has taken up. A leased one that becomes due has lost its
// server, and waits like the others.
inline constexpr std::string_view kDeliverJob = "webhook.deliver", kLeasedJob = "webhook.leased";

// To be called once per event, before it is written: leaves a job for every endpoint subscribed. Returns how many.
std::size_t stage(api::Tx& tx, std::string const& event, std::string_view type);

// One job, outside the schedule of retries when `resend`.
void stage_for(api::Tx& tx, std::string const& event, std::string const& endpoint, bool resend);

// Makes what stage() reads anew, for the account acted for.
void note_subscriptions(api::Tx& tx);

}  // namespace bursar::webhook_endpoints
