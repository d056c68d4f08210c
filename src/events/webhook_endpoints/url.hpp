// Where webhooks may go. In a sandbox anywhere, by http too; otherwise by https only and not into the operator's own
// network, which must not be reachable through us. What a name resolves to is looked at when connecting
// (http/client.hpp); here the URL itself is.
#pragma once

#include "api/tx.hpp"
#include "base/result.hpp"

namespace bursar::webhook_endpoints {

Result<void> check_url(api::Tx& tx, std::string const& url);

}  // namespace bursar::webhook_endpoints
