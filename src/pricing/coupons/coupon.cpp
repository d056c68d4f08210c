#include "pricing/coupons/coupon.hpp"

#include <algorithm>

#include "api/endpoints.hpp"
#include "base/currency.hpp"
#include "base/decimal.hpp"
#include "base/rules.hpp"
#include "base/text.hpp"
#include "events/events/event.hpp"

namespace bursar::coupons {

using namespace api;

bool is_valid(Coupon const& coupon, Timestamp now) {
    return !coupon.deleted.value && (!coupon.redeem_by || *coupon.redeem_by > now) &&
           (!coupon.max_redemptions || coupon.times_redeemed < *coupon.max_redemptions);
}

std::vector<std::int64_t> off(Coupon const& coupon, std::vector<Line> const& lines) {
    auto takes = [&](Line const& line) {
        return coupon.products->empty() || std::ranges::find(*coupon.products, line.product) != coupon.products->end();
    };
    std::vector<std::int64_t> out(lines.size(), 0);
    std::int64_t sum = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!takes(lines[i])) continue;
        sum += lines[i].amount;
        last = i;
        if (coupon.percent_off) out[i] = coupon.percent_off->of(lines[i].amount);
    }
    if (!coupon.amount_off || sum == 0) return out;
    auto whole = std::min(*coupon.amount_off, sum), rest = whole;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!takes(lines[i])) continue;
        out[i] = i == last ? rest : static_cast<std::int64_t>(static_cast<Wide>(whole) * lines[i].amount / sum);
        rest -= out[i];
    }
    return out;
}

void redeem(Tx& tx, Coupon coupon) {
    ++coupon.times_redeemed;
    coupon.valid = is_valid(coupon, tx.now());
    tx.update(coupon);
}

namespace {

constexpr std::size_t kNameMax = 40;
constexpr Timestamp kRedeemByMax = 5 * 366 * kDay;

struct CreateParams {
    static constexpr std::string_view kExclusive[] = {"amount_off, percent_off"};
    std::optional<Amount> amount_off;
    std::optional<AppliesTo> applies_to;
    std::optional<std::string> currency;
    std::optional<Raw> currency_options;
    std::optional<Choice<"forever", "once", "repeating">> duration;
    std::optional<AtLeast<1>> duration_in_months;
    std::optional<std::string> id;
    std::optional<AtLeast<1>> max_redemptions;
    MetadataParam metadata;
    std::optional<std::string> name;
    std::optional<Percent> percent_off;
    std::optional<Timestamp> redeem_by;
};
FIELDS(CreateParams, amount_off, applies_to, currency, currency_options, duration, duration_in_months, id,
       max_redemptions, metadata, name, percent_off, redeem_by);

Result<void> check_name(std::optional<std::string> const& name) {
    if (name && is_longer(*name, kNameMax))  // Unknown: the wording
        return refuse("", "name", "The name of a coupon may have up to 40 characters.");
    return {};
}

// Unknown: the wordings of these refusals, where no comment says otherwise.
Result<void> take_amount(Tx& tx, Coupon& coupon, CreateParams const& p) {
    if (!p.amount_off && !p.percent_off)
        return refuse("parameter_missing", "", "Must provide percent_off or amount_off.");
    if (p.percent_off) {
        if (p.percent_off->parts <= 0 || p.percent_off->parts > Percent::kWhole)
            return refuse("", "percent_off", "The percent_off of a coupon must be greater than 0 and at most 100.");
        coupon.percent_off = p.percent_off;
        return {};
    }
    if (!p.currency) return refuse_missing("currency");
    TRY(coupon.currency, read_currency(*p.currency));
    if (*p.amount_off > maximum_charge(*coupon.currency)) return refuse_too_large(*coupon.currency, "amount_off");
    coupon.amount_off = p.amount_off;
    // Refused for a while (reference/versions.md: Coupons without end).
    bool refused = !tx.version().is_before("2025-03-31") && tx.version().is_before("2026-01-28");
    if (refused && p.duration && p.duration->text == "forever")
        return refuse("", "duration", "Coupons with an amount_off cannot have a duration of forever.");
    return {};
}

Result<void> take_terms(Tx& tx, Coupon& coupon, CreateParams const& p) {
    if (p.duration) coupon.duration = p.duration->text;
    bool repeating = coupon.duration == "repeating";
    if (repeating && !p.duration_in_months) return refuse_missing("duration_in_months");
    if (!repeating && p.duration_in_months)
        return refuse("", "duration_in_months", "duration_in_months is for coupons with a duration of repeating.");
    if (p.redeem_by && (*p.redeem_by <= tx.now() || *p.redeem_by > tx.now() + kRedeemByMax))
        return refuse("", "redeem_by", "The redeem_by of a coupon must be in the future, within five years.");
    coupon.duration_in_months = p.duration_in_months;
    coupon.max_redemptions = p.max_redemptions;
    coupon.redeem_by = p.redeem_by;
    return {};
}

Result<Reply> create(Tx& tx, CreateParams p) {
    if (p.currency_options)
        return refuse("", "currency_options", "Bursar does not support `currency_options` of coupons yet.");
    auto coupon = tx.fresh<Coupon>();
    TRY_DO(take_amount(tx, coupon, p));
    TRY_DO(take_terms(tx, coupon, p));
    TRY_DO(check_name(p.name));
    if (p.applies_to)
        for (auto const& product : p.applies_to->products)
            if (!tx.is_usable("product", product)) return no_such("product", product, "applies_to[products]");
    if (p.id) TRY_DO(choose_id(tx, coupon, *p.id, "id"));
    coupon.name = p.name;
    if (p.applies_to) coupon.products = p.applies_to->products;
    p.metadata.apply_to(coupon.metadata);
    events::create(tx, "coupon.created", coupon);
    return reply_with(coupon);
}

struct UpdateParams {
    std::optional<Raw> currency_options;
    MetadataParam metadata;
    Emptyable<std::string> name;
};
FIELDS(UpdateParams, currency_options, metadata, name);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto coupon, find_in_path<Coupon>(tx, id));
    if (p.currency_options)
        return refuse("", "currency_options", "Bursar does not support `currency_options` of coupons yet.");
    TRY_DO(check_name(p.name.value));
    auto const before = coupon;
    p.name.apply_to(coupon.name);
    p.metadata.apply_to(coupon.metadata);
    events::change(tx, "coupon.updated", before, coupon);
    return reply_with(coupon);
}

// Nobody redeems it any more, by no code; what was taken off stays taken off.
Result<Reply> remove(Tx& tx, std::string id) {
    TRY(auto coupon, find_in_path<Coupon>(tx, id));
    coupon.valid = false;
    for (auto& code : tx.all<PromotionCode>("promotion.coupon", id)) {
        if (!code.active) continue;
        auto const before = code;
        code.active = false;
        events::change(tx, "promotion_code.updated", before, code);
    }
    events::remove(tx, "coupon.deleted", coupon);
    return deleted_reply(Coupon::kObject, id);
}

std::optional<json::value> render_applies_to(Tx& tx, json::object const& coupon) {
    auto found = tx.get<Coupon>(text_at(coupon, "id"));
    return parse_document(document_of(AppliesTo{found.products.value}));
}

// Time alone ends it.
void refresh(json::object& coupon, Timestamp now) {
    auto const* by = coupon.if_contains("redeem_by");
    if (by && by->is_int64() && by->as_int64() <= now) coupon["valid"] = false;
}

constexpr Route kRoutes[] = {
    post<create>("/v1/coupons"),     list_of<Coupon, "/v1/coupons">(), retrieve<Coupon>("/v1/coupons/:id"),
    post<update>("/v1/coupons/:id"), del<remove>("/v1/coupons/:id"),
};
// Of other currencies there are none: it has its own.
std::optional<json::value> render_currencies(Tx&, json::object const& coupon) {
    auto const& amount = coupon.at("amount_off");
    if (amount.is_null()) return json::object();
    return json::object{{text_at(coupon, "currency"), json::object{{"amount_off", amount}}}};
}

constexpr auto kExpandable = expandable_of<Coupon>({
    {.path = "applies_to", .render = render_applies_to},
    {.path = "currency_options", .render = render_currencies},
});

}  // namespace

ResourceType const kCoupons{
    .object = "coupon", .routes = kRoutes, .expandable = kExpandable, .refresh = refresh, .shape = fields_of<Coupon>};

}  // namespace bursar::coupons
