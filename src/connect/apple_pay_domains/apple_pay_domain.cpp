#include "connect/apple_pay_domains/apple_pay_domain.hpp"

#include "api/errors.hpp"
#include "api/page.hpp"

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
    Domain domain{.id = tx.fresh_id<Domain>()};
    domain.created = tx.now();
    domain.domain_name = p.domain_name;
    domain.livemode = tx.livemode();
    tx.insert(domain);
    return reply_with(domain);
}

Result<Domain> in_path(Tx& tx, std::string const& id) {
    TRY(auto domain, find_in_path<Domain>(tx, id));
    if (domain.deleted.value) return no_such(Domain::kNoun, id, std::string(Domain::kPathParam), 404);
    return domain;
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto domain, in_path(tx, id));
    return reply_with(domain);
}

Result<Reply> remove(Tx& tx, std::string id) {
    TRY(auto domain, in_path(tx, id));
    domain.deleted = true;
    tx.update(domain);
    return Reply{200, R"({"id":")" + id + R"(","object":"apple_pay_domain","deleted":true})"};
}

struct ListParams {
    std::optional<std::string> domain_name;
};
FIELDS(ListParams, domain_name);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "apple_pay_domain", .noun = "apple_pay_domain", .url = "/v1/apple_pay/domains"};
    if (p.domain_name) {
        query.filter = "domain_name";
        query.value = *p.domain_name;
    }
    return list_reply(tx, page, query);
}

constexpr Route kRoutes[] = {
    post<create>("/v1/apple_pay/domains"),
    api::list<list>("/v1/apple_pay/domains"),
    api::get<retrieve>("/v1/apple_pay/domains/:id"),
    del<remove>("/v1/apple_pay/domains/:id"),
};

}  // namespace

ResourceType const kResource{.object = "apple_pay_domain", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::apple_pay_domains
