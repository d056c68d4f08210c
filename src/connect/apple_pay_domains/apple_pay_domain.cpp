#include "connect/apple_pay_domains/apple_pay_domain.hpp"

#include "api/endpoints.hpp"

namespace bursar::apple_pay_domains {

using namespace api;

namespace {

struct Domain {
    static constexpr std::string_view kObject = "apple_pay_domain", kPrefix = "apwc", kNoun = "apple_pay_domain",
                                      kPathParam = "domain";
    static constexpr auto kLists = kListed.lists;

    std::string id;
    std::string object = "apple_pay_domain";
    Timestamp created = 0;
    std::string domain_name;
    bool livemode = false;
    Hidden<bool> deleted;
};
FIELDS(Domain, id, object, created, domain_name, livemode, deleted);

struct CreateParams {
    std::string domain_name;
};
FIELDS(CreateParams, domain_name);

Result<Reply> create(Tx& tx, CreateParams p) {
    auto domain = tx.fresh<Domain>();
    domain.domain_name = p.domain_name;
    tx.insert(domain);
    return reply_with(domain);
}

Result<Reply> remove(Tx& tx, std::string id) {
    TRY(auto domain, find_in_path<Domain>(tx, id));
    domain.deleted = true;
    tx.update(domain);
    return deleted_reply(Domain::kObject, id);
}

struct ListParams {
    std::optional<std::string> domain_name;
};
FIELDS(ListParams, domain_name);

constexpr Route kRoutes[] = {
    post<create>("/v1/apple_pay/domains"),
    list_of<Domain, ListParams, "/v1/apple_pay/domains">(),
    retrieve<Domain>("/v1/apple_pay/domains/:id"),
    del<remove>("/v1/apple_pay/domains/:id"),
};

}  // namespace

ResourceType const kResource{
    .object = "apple_pay_domain", .routes = kRoutes, .expandable = {}, .shape = fields_of<Domain>};

}  // namespace bursar::apple_pay_domains
