#include "acquirers/test_cards.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace bursar::acquirers {

namespace {

using enum Authentication;

struct NamedDecline {
    std::string_view name;
    Decline decline;
};

constexpr std::array kDeclines = std::to_array<NamedDecline>({
    {"generic_decline",
     {"card_declined", "generic_decline", "Your card was declined.", "", "try_again_later", "01", ""}},
    {"insufficient_funds",
     {"card_declined", "insufficient_funds", "Your card has insufficient funds.", "", "try_again_later", "51", "02"}},
    {"lost_card", {"card_declined", "lost_card", "Your card was declined.", "", "do_not_try_again", "41", "01"}},
    {"stolen_card", {"card_declined", "stolen_card", "Your card was declined.", "", "do_not_try_again", "43", "01"}},
    {"expired_card",
     {"expired_card", "expired_card", "Your card has expired.", "exp_month", "confirm_card_data", "54", "03"}},
    {"incorrect_cvc",
     {"incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.", "cvc", "confirm_card_data", "N7",
      "03"}},
    {"processing_error",
     {"processing_error", "processing_error",
      "An error occurred while processing your card. Try again in a little bit.", "", "try_again_later", "06", ""}},
    {"card_velocity_exceeded",
     {"card_declined", "card_velocity_exceeded",
      "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.", "",
      "try_again_later", "61", "02"}},
    {"fraudulent", {"card_declined", "fraudulent", "Your card was declined.", "", "do_not_try_again", "", "", true}},
    {"incorrect_zip",
     {"incorrect_zip", "incorrect_zip",
      "Your card could not be authorized using the postal code provided. Please update the postal code, or contact "
      "your card issuer for further details.",
      "address_zip", "confirm_card_data", "", ""}},
    {"authentication_required",
     {"authentication_required", "authentication_required",
      "Your card was declined. This transaction requires authentication.", "", "try_again_later", "1A", ""}},
    {"test_mode_live_card",
     {"card_declined", "test_mode_live_card",
      "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test "
      "cards, visit: https://stripe.com/docs/testing.",
      "", "", "", "", true}},
    {"live_mode_test_card",
     {"card_declined", "live_mode_test_card",
      "Your card was declined. Your request was in live mode, but used a known test card.", "", "", "", "", true}},
    {"mandate_canceled",
     {"india_recurring_payment_mandate_canceled", "", "The provided mandate has been canceled by the card holder.", "",
      "", "", "", false, true}},
    {"no_acquirer",
     {"processing_error", "processing_error", "No acquirer is configured for live payments.", "", "", "", "", true}},
    {"expired_by_date",
     {"expired_card", "expired_card", "Your card has expired.", "exp_month", "confirm_card_data", "54", "03"}},
});

constexpr std::array kCards = std::to_array<TestCard>({
    {"4242424242424242", "visa us"},
    {"4000056655665556", "visa_debit visa_debit_us_transferSuccess", "debit"},
    {"5555555555554444", "mastercard"},
    {"2223003122003222", ""},
    {"5200828282828210", "mastercard_debit mastercard_debit_us_transferSuccess", "debit"},
    {"5105105105105100", "mastercard_prepaid", "prepaid"},
    {"371449635398431", "amex"},
    {"378282246310005", "amex_threeDSecureNotSupported", "credit", {}, unsupported},
    {"6011000990139424", "discover"},
    {"6011111111111117", ""},
    {"6011981111111113", "discover_debit discover_debit_us_transferSuccess", "debit"},
    {"3056930009020004", "diners"},
    {"36227206271667", ""},
    {"6555900000604105", ""},
    {"3566002020360505", "jcb", "credit", {}, none, Flag::none, Sequel::none, "JP"},
    {"6200000000000005", "unionpay", "credit", {}, none, Flag::none, Sequel::none, "CN"},
    {"6200000000000047", "unionpay_debit", "debit", {}, none, Flag::none, Sequel::none, "CN"},
    {"6205500000000000004", "", "credit", {}, none, Flag::none, Sequel::none, "CN"},
    {"4000002500001001", "visa_cartesBancaires"},
    {"5555552500001001", "mastercard_cartesBancaires"},
    {"4000050360000001", "visa_debit_eftposAuCoBranded", "debit"},
    {"5555050360000080", "mastercard_debit_eftposAuCoBranded", "debit"},
    {"4000051230000072",
     "debit_visaFsaProductCode debit_visaHsaProductCode",
     "debit",
     {},
     none,
     Flag::none,
     Sequel::none,
     "US"},
    {"5200828282828897", "mastercard_debit_mastercardFsaProductCode", "debit"},
    // by country
    {"4000000320000021", "ar"},
    {"4000000760000002", "br"},
    {"4000001240000000", "ca"},
    {"4000001520000001", "cl"},
    {"4000001700000003", "co"},
    {"4000001880000005", "cr"},
    {"4000002180000000", "ec"},
    {"4000004840008001", "mx"},
    {"4000005910000000", "pa"},
    {"4000006000000066", "py"},
    {"4000006040000068", "pe"},
    {"4000008580000003", "uy"},
    {"4000007840000001", "ae"},
    {"5200007840000022", "ae_mastercard"},
    {"4000000400000008", "at"},
    {"4000000560000004", "be"},
    {"4000001000000000", "bg"},
    {"4000001120000005", "by"},
    {"4000001910000009", "hr"},
    {"4000001960000008", "cy"},
    {"4000002030000002", "cz"},
    {"4000002080000001", "dk"},
    {"4000002330000009", "ee"},
    {"4000002460000001", "fi"},
    {"4000002500000003", "fr"},
    {"4000002760000016", "de"},
    {"4000002920000005", "gi"},
    {"4000003000000030", "gr"},
    {"4000003480000005", "hu"},
    {"4000003720000005", "ie"},
    {"4000003800000008", "it"},
    {"4000004280000005", "lv"},
    {"4000004380000004", "li"},
    {"4000004400000000", "lt"},
    {"4000004420000006", "lu"},
    {"4000004700000007", "mt"},
    {"4000005280000002", "nl"},
    {"4000005780000007", "no"},
    {"4000006160000005", "pl"},
    {"4000006200000007", "pt"},
    {"4000006420000001", "ro"},
    {"4000006820000007", "sa"},
    {"4000007050000006", "si"},
    {"4000007030000001", "sk"},
    {"4000007240000007", "es"},
    {"4000007520000008", "se"},
    {"4000007560000009", "ch"},
    {"4000008260000000", "gb"},
    {"4000058260000005", "gb_debit", "debit"},
    {"5555558265554449", "gb_mastercard"},
    {"4000000360000006", "au"},
    {"4000001560000002", "cn"},
    {"4000003440000004", "hk"},
    {"4000003560000008", "in", "credit", {}, optional},
    {"4000003920000003", "jp"},
    {"3530111333300000", "jp_jcb", "credit", {}, none, Flag::none, Sequel::none, "JP"},
    {"4000004580000002", "my"},
    {"4000005540000008", "nz"},
    {"4000007020000003", "sg"},
    {"4000001580000008", "tw"},
    {"4000007640000003", "th_credit"},
    {"4000057640000008", "th_debit", "debit"},
    // declines
    {"4000000000000002", "visa_chargeDeclined chargeDeclined visa_debit_chargeDeclined", "credit", "generic_decline",
     none, Flag::declines_validation},
    {"4000000000009995",
     "visa_chargeDeclinedInsufficientFunds chargeDeclinedInsufficientFunds visa_debit_chargeDeclinedInsufficientFunds",
     "credit", "insufficient_funds", none, Flag::declines_validation},
    {"4000000000009987", "visa_chargeDeclinedLostCard chargeDeclinedLostCard", "credit", "lost_card", none,
     Flag::declines_validation},
    {"4000000000009979", "visa_chargeDeclinedStolenCard chargeDeclinedStolenCard", "credit", "stolen_card", none,
     Flag::declines_validation},
    {"4000000000000069", "chargeDeclinedExpiredCard visa_chargeDeclinedExpiredCard", "credit", "expired_card", none,
     Flag::declines_validation},
    {"4000000000000127", "chargeDeclinedIncorrectCvc visa_chargeDeclinedIncorrectCvc", "credit", "incorrect_cvc", none,
     Flag::needs_cvc},
    {"4000000000000119", "chargeDeclinedProcessingError visa_chargeDeclinedProcessingError", "credit",
     "processing_error", none, Flag::declines_validation},
    {"4000000000006975", "visa_chargeDeclinedVelocityLimitExceeded", "credit", "card_velocity_exceeded", none,
     Flag::declines_validation},
    // Unknown: which number tok_visa_chargeDeclinedFraudulent stands for; one that no other row uses.
    {"4000000000009961", "visa_chargeDeclinedFraudulent chargeDeclinedFraudulent", "credit", "fraudulent", none,
     Flag::declines_validation},
    {"4000000000000341", "chargeCustomerFail visa_chargeCustomerFail", "credit", "generic_decline", none,
     Flag::declines_payment},
    // risk and data
    {"4100000000000019", "radarBlock", "credit", "fraudulent", none, Flag::declines_payment},
    {"4000000000004954", "riskLevelHighest", "credit", "fraudulent", none, Flag::declines_payment},
    {"4000000000009235", "riskLevelElevated", "credit", {}, none, Flag::none, Sequel::elevated_risk},
    {"4000000000000101", "cvcCheckFail", "credit", "incorrect_cvc", none, Flag::blocks_cvc_fail},
    {"4000000000000036", "avsZipFail", "credit", "incorrect_zip", none, Flag::blocks_zip_fail},
    {"4000058400307872", "cvcCheckFailElevatedRisk", "credit", "incorrect_cvc", none, Flag::blocks_cvc_fail,
     Sequel::elevated_risk},
    {"4000058400306072", "avsZipFailElevatedRisk", "credit", "incorrect_zip", none, Flag::blocks_zip_fail,
     Sequel::elevated_risk},
    {"4000000000000028", "avsLine1Fail", "credit", {}, none, Flag::line1_fails},
    {"4000000000000010", "avsFail", "credit", {}, none, Flag::both_fail},
    {"4000000000000044", "avsUnchecked", "credit", {}, none, Flag::unchecked},
    // what comes after
    {"4000000000000259", "createDispute", "credit", {}, none, Flag::none, Sequel::dispute_fraudulent},
    {"4000000000002685",
     "createDisputeProductNotReceived",
     "credit",
     {},
     none,
     Flag::none,
     Sequel::dispute_not_received},
    {"4000000000001976", "createDisputeInquiry", "credit", {}, none, Flag::none, Sequel::dispute_inquiry},
    {"4000000000005423", "createIssuerFraudRecord", "credit", {}, none, Flag::none, Sequel::early_fraud_warning},
    {"4000000404000079", "createMultipleDisputes", "credit", {}, none, Flag::none, Sequel::several_disputes},
    {"4000000404000038", "createCe3EligibleDispute", "credit", {}, none, Flag::none, Sequel::dispute_fraudulent},
    {"4000008400000779", "createComplianceDispute", "credit", {}, none, Flag::none, Sequel::dispute_fraudulent},
    {"4000000000007726", "pendingRefund", "credit", {}, none, Flag::none, Sequel::refund_pending},
    {"4000000000005126", "refundFail", "credit", {}, none, Flag::none, Sequel::refund_fails},
    {"4000000000000077", "bypassPending", "credit", {}, none, Flag::none, Sequel::funds_available},
    {"4000003720000278", "bypassPendingInternational", "credit", {}, none, Flag::none, Sequel::funds_available},
    // authentication
    {"4000002500003155", "authenticationRequiredOnSetup", "credit", {}, on_setup},
    {"4000002760003184", "authenticationRequired", "credit", {}, always},
    {"4000003800000446", "authenticationRequiredSetupForOffSession", "credit", {}, set_up_for_off_session},
    {"4000008260003178",
     "authenticationRequiredChargeDeclinedInsufficientFunds",
     "credit",
     {},
     then_insufficient_funds},
    {"4000000000003220", "threeDSecure2Required", "credit", {}, required_v2},
    {"4000000000003063", "threeDSecureRequired", "credit", {}, required},
    {"4000008400001629", "threeDSecureRequiredChargeDeclined", "credit", {}, then_declined},
    {"4000008400001280", "threeDSecureRequiredProcessingError", "credit", "generic_decline", lookup_fails},
    {"4000000000003055", "threeDSecureOptional", "credit", {}, optional},
    {"4000000000003097", "threeDSecureOptionalProcessingError", "credit", {}, optional_fails},
    {"4000582600000094", ""},
    {"4000582600000045", ""},
    {"4000582600000102", ""},
    {"4000582600000110", ""},
    {"4000000000001208", ""},
    {"4000000000003725", ""},
    {"4000000000003238", "", "credit", {}, required_v2},
    {"4000000000003246", "", "credit", {}, required_v2},
    {"4000000000003253", "", "credit", {}, required_v2},
    {"4000003560000123", "", "credit", {}, notifies},
    {"4000003560000263", "", "credit", {}, mandate_canceled},
    {"4000003560000297", "", "credit", "generic_decline", none, Flag::declines_payment},
    // payout targets and accounts' own tests
    {"4000056655665572", "visa_debit_us_transferFail", "debit", {}, none, Flag::payout_fails},
    {"4000056755665555", "visa_debit_us_instantPayoutUnsupported", "debit", {}, none, Flag::payout_not_instant},
    {"4000051240000005", "visa_debit_ca_transferSuccess", "debit"},
    {"4000051240000021", "visa_debit_ca_transferFail", "debit", {}, none, Flag::payout_fails},
    {"4000051240000039", "visa_debit_ca_instantPayoutUnsupported", "debit", {}, none, Flag::payout_not_instant},
    {"4000057020000008", "visa_debit_sg_transferSuccess", "debit"},
    {"4000057020000016", "visa_debit_sg_transferFail", "debit", {}, none, Flag::payout_fails},
    {"4000057020000024", "visa_debit_sg_instantPayoutUnsupported", "debit", {}, none, Flag::payout_not_instant},
    {"4000050360000019", "visa_debit_au_transferSuccess", "debit"},
    {"4000050360000027", "visa_debit_au_transferFail", "debit", {}, none, Flag::payout_fails},
    {"4000050360000035", "visa_debit_au_instantPayoutUnsupported", "debit", {}, none, Flag::payout_not_instant},
    {"4000057840000006", "visa_debit_ae_transferSuccess", "debit"},
    {"4000057840000014", "visa_debit_ae_transferFail", "debit", {}, none, Flag::payout_fails},
    {"4000057840000022", "visa_debit_ae_instantPayoutUnsupported", "debit", {}, none, Flag::payout_not_instant},
    {"4000058260000203", "visa_debit_gb_transferSuccess", "debit"},
    {"4000058260000211", "visa_debit_gb_transferFail", "debit", {}, none, Flag::payout_fails},
    {"4000058260000229", "visa_debit_gb_instantPayoutUnsupported", "debit", {}, none, Flag::payout_not_instant},
    {"4000000000004202", "visa_triggerNextRequirements"},
    {"4000000000004210", "visa_triggerChargeBlock"},
    {"4000000000004236", "visa_triggerPayoutBlock visa_triggerTransferBlock"},
});

struct NumericCountry {
    std::string_view digits, country;
};
constexpr std::array kCountries = std::to_array<NumericCountry>({
    {"840", "US"}, {"032", "AR"}, {"076", "BR"}, {"124", "CA"}, {"152", "CL"}, {"170", "CO"}, {"188", "CR"},
    {"218", "EC"}, {"484", "MX"}, {"591", "PA"}, {"600", "PY"}, {"604", "PE"}, {"858", "UY"}, {"784", "AE"},
    {"040", "AT"}, {"056", "BE"}, {"100", "BG"}, {"112", "BY"}, {"191", "HR"}, {"196", "CY"}, {"203", "CZ"},
    {"208", "DK"}, {"233", "EE"}, {"246", "FI"}, {"250", "FR"}, {"276", "DE"}, {"292", "GI"}, {"300", "GR"},
    {"348", "HU"}, {"372", "IE"}, {"380", "IT"}, {"428", "LV"}, {"438", "LI"}, {"440", "LT"}, {"442", "LU"},
    {"470", "MT"}, {"528", "NL"}, {"578", "NO"}, {"616", "PL"}, {"620", "PT"}, {"642", "RO"}, {"682", "SA"},
    {"705", "SI"}, {"703", "SK"}, {"724", "ES"}, {"752", "SE"}, {"756", "CH"}, {"826", "GB"}, {"036", "AU"},
    {"156", "CN"}, {"344", "HK"}, {"356", "IN"}, {"392", "JP"}, {"458", "MY"}, {"554", "NZ"}, {"702", "SG"},
    {"158", "TW"}, {"764", "TH"},
});

std::unordered_map<std::string_view, TestCard const*> index_of_numbers() {
    std::unordered_map<std::string_view, TestCard const*> index;
    for (auto const& card : kCards) index.emplace(card.number, &card);
    return index;
}

std::unordered_map<std::string_view, TestCard const*> index_of_suffixes() {
    std::unordered_map<std::string_view, TestCard const*> index;
    for (auto const& card : kCards) {
        auto rest = card.suffixes;
        while (!rest.empty()) {
            auto end = std::min(rest.find(' '), rest.size());
            index.emplace(rest.substr(0, end), &card);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return index;
}

TestCard const* look_up(std::unordered_map<std::string_view, TestCard const*> const& index, std::string_view key) {
    auto found = index.find(key);
    return found == index.end() ? nullptr : found->second;
}

}  // namespace

TestCard const* test_card(std::string_view number) {
    static auto const index = index_of_numbers();
    return look_up(index, number);
}

TestCard const* test_card_of_suffix(std::string_view suffix) {
    static auto const index = index_of_suffixes();
    return look_up(index, suffix);
}

Decline const* decline_named(std::string_view name) {
    auto found = std::ranges::find(kDeclines, name, &NamedDecline::name);
    return found == kDeclines.end() ? nullptr : &found->decline;
}

std::string_view country_of(std::string_view number) {
    if (auto const* card = test_card(number); card && !card->country.empty()) return card->country;
    if (number.size() < 16 || (number[0] != '4' && number[0] != '5')) return "US";
    auto found = std::ranges::find(kCountries, number.substr(6, 3), &NumericCountry::digits);
    return number.substr(0, 4) == "4000" || number.substr(0, 4) == "5200" || number.substr(0, 4) == "5555"
               ? (found == kCountries.end() ? std::string_view("US") : found->country)
               : std::string_view("US");
}

bool is_luhn_valid(std::string_view number) {
    int sum = 0;
    bool twice = false;
    for (auto at = number.rbegin(); at != number.rend(); ++at, twice = !twice) {
        if (*at < '0' || *at > '9') return false;
        int digit = *at - '0';
        if (twice) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

}  // namespace bursar::acquirers
