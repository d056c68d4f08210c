// How promotion codes looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "pricing/coupons/coupon.hpp"

namespace bursar::coupons {

using namespace api;

namespace {

void coupon_in_full(Tx& tx, json::object& code) {
    auto* promotion = code.if_contains("promotion");
    auto* coupon = promotion && promotion->is_object() ? promotion->as_object().if_contains("coupon") : nullptr;
    if (!coupon) return;
    auto whole = *coupon;
    if (coupon->is_string())
        if (auto found = tx.own("coupon", std::string_view(coupon->as_string())))
            whole = parse_document(found->document);
    code.erase("promotion");
    add(code, "coupon", std::move(whole));
}

}  // namespace

VersionChange const kPromotionCodeVersions[] = {
    {"2025-09-30", "a promotion code has a promotion, in place of a coupon", coupon_in_full},
};

}  // namespace bursar::coupons
