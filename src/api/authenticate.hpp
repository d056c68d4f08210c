// From a request's headers to the Caller (reference/conventions.md: Keys; Acting for an account).
#pragma once

#include "api/tx.hpp"
#include "base/message.hpp"

namespace bursar::api {

// Opens a platform of its own for a sandbox key that was never seen. Returns the account's sequence number.
using OpenPlatform = Seq (*)(Environment& environment, store::Session& session, bool livemode);

struct Credentials {
    std::string key;   // empty when none was sent
    std::string kind;  // sk, pk, rk
    bool livemode = false;
    std::string_view address;  // of who sent it
};

// From the Authorization header, or from `key` among the parameters, as the browser sends it (and takes it out).
Credentials credentials_of(Request const& request, json::object& params);

// Whether a page of this server's sent it: the public URL's origin, by whatever name of loopback. `Origin: null` is
// nobody's.
bool is_own_origin(Environment const& environment, std::string_view origin);

// Refused with 403 when a web page of another origin sends a secret key. No page holds one by right, and without this
// every page that a developer opens could drive the sandbox on his machine: any well-formed key opens a platform there.
Result<void> check_origin(Environment const& environment, Credentials const& credentials, Request const& request);
std::unexpected<Refusal> refuse_no_key();

std::string digest_of(std::string_view key);
std::string mask_of(std::string_view key);

// The account that a key acts for. In a sandbox a well-formed test key that was never seen opens a platform; that needs
// a session that may write, so `open` is null for snapshots and the answer is then nothing.
struct KeyHolder {
    Seq platform = 0;
    std::string platform_id;
    Version default_version;
    std::string permissions;
};
Result<std::optional<KeyHolder>> key_holder(Environment& environment, store::Session& session,
                                            Credentials const& credentials, OpenPlatform open);

// Fills in the account acted for. Refused with 403 account_invalid when it is not connected to the platform.
Result<void> act_for(Environment& environment, store::Session& session, Caller& caller, std::string const& account);

// Refused with 403 more_permissions_required when a restricted key may not do that (reference/conventions.md: Keys).
// For a request it is asked by the first word of the path, in the singular; for an object that is expanded by its kind.
// Write includes read.
std::string permission_subject(std::string_view path);
Result<void> check_permission(Caller const& caller, Request const& request);
Result<void> check_permission_to_read(Caller const& caller, std::string_view kind);

}  // namespace bursar::api
