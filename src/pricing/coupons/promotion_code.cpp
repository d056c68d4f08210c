#include <algorithm>
#include <cctype>

#include "api/endpoints.hpp"
#include "base/currency.hpp"
#include "base/dated.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "pricing/coupons/coupon.hpp"

namespace bursar::coupons {

using namespace api;

static std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

bool is_active(Tx& tx, PromotionCode const& code) {
    return code.active && (!code.expires_at || *code.expires_at > tx.now()) &&
           (!code.max_redemptions || code.times_redeemed < *code.max_redemptions) &&
           is_valid(tx.get<Coupon>(code.promotion.coupon), tx.now());
}

std::optional<PromotionCode> code_of(Tx& tx, std::string_view text, std::optional<std::string> const& customer) {
    for (auto& code : tx.all<PromotionCode>("code", text))
        if (is_active(tx, code) && (!code.customer || code.customer == customer)) return code;
    return std::nullopt;
}

void redeem(Tx& tx, PromotionCode code) {
    ++code.times_redeemed;
    redeem(tx, tx.get<Coupon>(code.promotion.coupon));
    code.active = is_active(tx, code);
    tx.update(code);
}

namespace {

constexpr std::size_t kCodeMax = 500, kCodeMade = 8;

struct PromotionParams {
    std::optional<std::string> coupon;
    Choice<"coupon"> type;
};
FIELDS(PromotionParams, coupon, type);

struct RestrictionParams {
    std::optional<Raw> currency_options;
    std::optional<bool> first_time_transaction;
    std::optional<Amount> minimum_amount;
    std::optional<std::string> minimum_amount_currency;
};
FIELDS(RestrictionParams, currency_options, first_time_transaction, minimum_amount, minimum_amount_currency);

struct CreateParams {
    std::optional<bool> active;
    std::optional<std::string> code;
    Until<std::optional<std::string>, "2025-09-30"> coupon;
    std::optional<std::string> customer;
    std::optional<Timestamp> expires_at;
    std::optional<AtLeast<1>> max_redemptions;
    MetadataParam metadata;
    Since<std::optional<PromotionParams>, "2025-09-30"> promotion;
    std::optional<RestrictionParams> restrictions;
};
FIELDS(CreateParams, active, code, coupon, customer, expires_at, max_redemptions, metadata, promotion, restrictions);

// `promotion` from 2025-09-30 on, `coupon` before.
Result<Coupon> coupon_of(Tx& tx, CreateParams const& p) {
    bool older = tx.version().is_before("2025-09-30");
    std::optional<std::string> id = p.coupon;
    if (p.promotion) id = p.promotion->coupon;
    std::string name = older ? "coupon" : p.promotion ? "promotion[coupon]" : "promotion";
    if (!id) return refuse_missing(name);
    TRY(auto coupon, find_in_param<Coupon>(tx, *id, name));
    if (coupon.deleted.value) return no_such("coupon", *id, name);
    if (!is_valid(coupon, tx.now()))
        return refuse("coupon_expired", name,
                      "The coupon `" + *id + "` has expired or was redeemed as often as it may be.");
    return coupon;
}

// Unknown: the wordings of these refusals, where no comment says otherwise.
Result<void> take_code(Tx& tx, PromotionCode& code, std::optional<std::string> const& given) {
    code.code = given ? *given : upper(tx.letters(kCodeMade));
    auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '-'; };
    if (code.code.empty() || code.code.size() > kCodeMax || !std::ranges::all_of(code.code, allowed))
        return refuse("", "code", "A promotion code may have letters, digits and dashes, up to 500 of them.");
    for (auto const& other : tx.all<PromotionCode>("code", code.code))
        if (is_active(tx, other) && other.customer == code.customer)
            return refuse("", "code", "An active promotion code with `code: " + code.code + "` already exists.");
    return {};
}

Result<void> take_limits(Tx& tx, PromotionCode& code, Coupon const& coupon, CreateParams const& p) {
    if (p.expires_at && *p.expires_at <= tx.now())
        return refuse("", "expires_at", "The expires_at of a promotion code must be in the future.");
    if (p.expires_at && coupon.redeem_by && *p.expires_at > *coupon.redeem_by)
        return refuse("", "expires_at", "A promotion code cannot expire after the redeem_by of its coupon.");
    if (p.max_redemptions && coupon.max_redemptions && *p.max_redemptions > *coupon.max_redemptions)
        return refuse("", "max_redemptions", "A promotion code cannot be redeemed more often than its coupon.");
    code.expires_at = p.expires_at;
    code.max_redemptions = p.max_redemptions;
    return {};
}

Result<void> take_restrictions(PromotionCode& code, RestrictionParams const& p) {
    if (p.currency_options)
        return refuse("", "restrictions[currency_options]",
                      "Bursar does not support `currency_options` of promotion codes yet.");
    code.restrictions.first_time_transaction = p.first_time_transaction.value_or(false);
    if (!p.minimum_amount && !p.minimum_amount_currency) return {};
    if (!p.minimum_amount) return refuse_missing("restrictions[minimum_amount]");
    if (!p.minimum_amount_currency) return refuse_missing("restrictions[minimum_amount_currency]");
    TRY(code.restrictions.minimum_amount_currency,
        read_currency(*p.minimum_amount_currency, "restrictions[minimum_amount_currency]"));
    code.restrictions.minimum_amount = p.minimum_amount;
    return {};
}

Result<Reply> create(Tx& tx, CreateParams p) {
    TRY(auto coupon, coupon_of(tx, p));
    auto code = tx.fresh<PromotionCode>();
    if (p.customer && !tx.is_usable("customer", *p.customer)) return no_such("customer", *p.customer, "customer");
    code.customer = p.customer;
    TRY_DO(take_code(tx, code, p.code));
    TRY_DO(take_limits(tx, code, coupon, p));
    if (p.restrictions) TRY_DO(take_restrictions(code, *p.restrictions));
    code.active = p.active.value_or(true);
    code.promotion.coupon = coupon.id;
    p.metadata.apply_to(code.metadata);
    events::create(tx, "promotion_code.created", code);
    return reply_with(code);
}

struct UpdateParams {
    std::optional<bool> active;
    MetadataParam metadata;
    std::optional<RestrictionParams> restrictions;
};
FIELDS(UpdateParams, active, metadata, restrictions);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto code, find_in_path<PromotionCode>(tx, id));
    if (p.restrictions)
        return refuse("", "restrictions[currency_options]",
                      "Bursar does not support `currency_options` of promotion codes yet.");
    auto const before = code;
    if (p.active) code.active = *p.active;
    if (code.active && p.active && !is_active(tx, code))  // Unknown: the wording
        return refuse("", "active",
                      "This promotion code has expired, was redeemed as often as it may be, or its coupon has.");
    p.metadata.apply_to(code.metadata);
    events::change(tx, "promotion_code.updated", before, code);
    return reply_with(code);
}

struct ListParams {
    std::optional<bool> active;
    std::optional<std::string> code, coupon, customer;
};
FIELDS(ListParams, active, code, coupon, customer);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "promotion_code", .noun = "promotion code", .url = "/v1/promotion_codes"};
    if (p.code) {
        query.filter = "code";
        query.value = *p.code;
        query.folded = true;
    }
    query.matches = [&](json::object const& code) {
        return (!p.active || code.at("active") == json::value(*p.active)) &&
               (!p.coupon || text_at(code.at("promotion").as_object(), "coupon") == *p.coupon) &&
               (!p.customer || text_at(code, "customer") == *p.customer);
    };
    return list_reply(tx, page, query);
}

// Time alone ends it.
void refresh(json::object& code, Timestamp now) {
    auto const* at = code.if_contains("expires_at");
    if (at && at->is_int64() && at->as_int64() <= now) code["active"] = false;
}

constexpr Route kRoutes[] = {
    post<create>("/v1/promotion_codes"),
    api::list<list>("/v1/promotion_codes"),
    retrieve<PromotionCode>("/v1/promotion_codes/:id"),
    post<update>("/v1/promotion_codes/:id"),
};
constexpr auto kExpandable = expandable_of<PromotionCode>({
    {.path = "coupon", .to = "coupon", .before = "2025-09-30"},
    {"customer", "customer"},
    {"promotion.coupon", "coupon"},
});

}  // namespace

ResourceType const kPromotionCodes{.object = "promotion_code",
                                   .routes = kRoutes,
                                   .expandable = kExpandable,
                                   .versions = kPromotionCodeVersions,
                                   .refresh = refresh,
                                   .shape = fields_of<PromotionCode>};

}  // namespace bursar::coupons
