// Coupons and promotion codes (reference/pricing.md: Coupons): what is taken off, and the words that payers type for
// it. Redeeming is Checkout's: it asks what a coupon takes off each line, and counts when the session completes.
#pragma once

#include "api/resource.hpp"
#include "base/percent.hpp"

namespace bursar::coupons {

struct AppliesTo {
    std::vector<std::string> products;
};
FIELDS(AppliesTo, products);

struct Coupon {
    static constexpr std::string_view kObject = "coupon", kPrefix = "", kNoun = "coupon", kPathParam = "coupon";

    std::string id;  // eight letters, or of the caller's choice
    std::string object = "coupon";
    std::optional<std::int64_t> amount_off;  // minor units; or percent_off
    Timestamp created = 0;
    std::optional<std::string> currency;  // of amount_off
    std::string duration = "once";        // or forever, repeating: of subscriptions
    std::optional<std::int64_t> duration_in_months;
    bool livemode = false;
    std::optional<std::int64_t> max_redemptions;
    Metadata metadata;
    std::optional<std::string> name;
    std::optional<Percent> percent_off;  // more than 0, at most 100
    std::optional<Timestamp> redeem_by;
    std::int64_t times_redeemed = 0;
    bool valid = true;
    Hidden<std::vector<std::string>> products;  // that it is limited to; shown as applies_to when that is expanded
    Hidden<bool> deleted;
    Hidden<std::int64_t> place;  // where the id was chosen
};
FIELDS(Coupon, id, object, amount_off, created, currency, duration, duration_in_months, livemode, max_redemptions,
       metadata, name, percent_off, redeem_by, times_redeemed, valid, products, deleted, place);

struct Promotion {
    std::string coupon;
    std::string type = "coupon";
};
FIELDS(Promotion, coupon, type);

struct Restrictions {
    bool first_time_transaction = false;
    std::optional<std::int64_t> minimum_amount;  // minor units, of the sum before what is taken off
    std::optional<std::string> minimum_amount_currency;
};
FIELDS(Restrictions, first_time_transaction, minimum_amount, minimum_amount_currency);

struct PromotionCode {
    static constexpr std::string_view kObject = "promotion_code", kPrefix = "promo", kNoun = "promotion code",
                                      kPathParam = "promotion_code";
    static constexpr api::List kLists[] = {{.by = "code", .folded = true}, {"promotion.coupon"}};

    std::string id;
    std::string object = "promotion_code";
    bool active = true;
    std::string code;  // as it was chosen; compared without regard to case
    Timestamp created = 0;
    std::optional<std::string> customer, customer_account;
    std::optional<Timestamp> expires_at;
    bool livemode = false;
    std::optional<std::int64_t> max_redemptions;
    Metadata metadata;
    Promotion promotion;
    Restrictions restrictions;
    std::int64_t times_redeemed = 0;
};
FIELDS(PromotionCode, id, object, active, code, created, customer, customer_account, expires_at, livemode,
       max_redemptions, metadata, promotion, restrictions, times_redeemed);

bool is_valid(Coupon const& coupon, Timestamp now);
bool is_active(api::Tx& tx, PromotionCode const& code);

// The active code of that text, for that customer or for everybody.
std::optional<PromotionCode> code_of(api::Tx& tx, std::string_view text, std::optional<std::string> const& customer);

// One part of what is bought.
struct Line {
    std::string product;
    std::int64_t amount = 0;  // minor units
};
// What is taken off each line: a share of each, rounded; or an amount, spread in proportion, the earlier lines floored
// and the rest on the last. Never more than the lines come to.
std::vector<std::int64_t> off(Coupon const& coupon, std::vector<Line> const& lines);

// Counts one use, whose order is paid: of a code, its coupon's, too.
void redeem(api::Tx& tx, Coupon coupon);
void redeem(api::Tx& tx, PromotionCode code);

extern api::VersionChange const kPromotionCodeVersions[1];
extern api::ResourceType const kCoupons, kPromotionCodes;

}  // namespace bursar::coupons
