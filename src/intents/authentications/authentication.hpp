// 3D Secure: a challenge that stands between an intent and its success. It is an object of its own, reached through a
// secret link that the intent's next_action shows; whoever opens it is the payer (reference/intents.md: Next actions).
#pragma once

#include "api/life.hpp"
#include "api/resource.hpp"

namespace bursar::authentications {

enum class Status { pending, succeeded, failed, superseded };
enum class Step { succeed, fail, supersede };
inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::pending, Step::succeed, Status::succeeded},
    {Status::pending, Step::fail, Status::failed},
    {Status::pending, Step::supersede, Status::superseded},
};

struct Authentication {
    static constexpr std::string_view kObject = "authentication", kPrefix = "src", kNoun = "source",
                                      kPathParam = "source";

    std::string id;
    std::string object = "authentication";
    std::string client_secret;
    Timestamp created = 0;
    std::string intent;  // pi_ or seti_
    std::optional<std::string> return_url;
    api::Life<Status, Step, kMoves, Status::pending> status;
};
FIELDS(Authentication, id, object, client_secret, created, intent, return_url, status);

struct Wanted {
    std::string intent;
    std::optional<std::string> return_url;
    bool use_stripe_sdk = false;
    bool three_d_secure_2 = false;
    std::string brand;
};

// Makes one and the next_action that leads to it.
struct Begun {
    Authentication authentication;
    json::object next_action;
};
Begun begin(api::Tx& tx, Wanted const& wanted);

// A later confirmation made it pointless.
void supersede(api::Tx& tx, std::string const& id);

}  // namespace bursar::authentications
