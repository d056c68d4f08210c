#include "connect/accounts/regions.hpp"

namespace bursar::accounts {

namespace {

constexpr std::string_view kCountries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

// The European Economic Area, the United Kingdom, Switzerland, the United States and Canada.
constexpr std::string_view kTogether =
    "AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK US";

constexpr std::string_view kNoFees = "BR IN MX MY SG TH";

bool is_among(std::string_view codes, std::string_view code) {
    return code.size() == 2 && codes.find(code) != codes.npos && codes.find(code) % 3 == 0;
}

}  // namespace

bool is_country(std::string_view code) { return is_among(kCountries, code); }

bool are_in_one_region(std::string_view a, std::string_view b) {
    return a == b || (is_among(kTogether, a) && is_among(kTogether, b));
}

bool may_take_fee(std::string_view platform, std::string_view account) {
    return platform == account || !is_among(kNoFees, account);
}

}  // namespace bursar::accounts
