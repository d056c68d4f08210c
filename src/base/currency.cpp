#include "base/currency.hpp"

#include <algorithm>
#include <array>

#include "base/decimal.hpp"

namespace bursar {

namespace {

constexpr std::string_view kSupported =
    "usd, aed, afn, all, amd, ang, aoa, ars, aud, awg, azn, bam, bbd, bdt, bgn, bhd, bif, bmd, bnd, bob, brl, bsd, "
    "bwp, byn, bzd, cad, "
    "cdf, chf, clp, cny, cop, crc, cve, czk, djf, dkk, dop, dzd, egp, etb, eur, fjd, fkp, gbp, gel, gip, gmd, gnf, "
    "gtq, gyd, hkd, hnl, "
    "hrk, htg, huf, idr, ils, inr, isk, jmd, jod, jpy, kes, kgs, khr, kmf, krw, kwd, kyd, kzt, lak, lbp, lkr, lrd, "
    "lsl, mad, mdl, mga, "
    "mkd, mmk, mnt, mop, mur, mvr, mwk, mxn, myr, mzn, nad, ngn, nio, nok, npr, nzd, omr, pab, pen, pgk, php, pkr, "
    "pln, pyg, qar, ron, "
    "rsd, rub, rwf, sar, sbd, scr, sek, sgd, shp, sle, sos, srd, std, szl, thb, tjs, tnd, top, try, ttd, twd, tzs, "
    "uah, ugx, uyu, uzs, "
    "vnd, vuv, wst, xaf, xcd, xcg, xof, xpf, yer, zar, zmw, usdc, btn, ghs, eek, lvl, svc, vef, ltl, sll, mro";

constexpr std::string_view kZeroDecimal = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf";
constexpr std::string_view kThreeDecimal = "bhd jod kwd omr tnd";

struct Facts {
    std::string_view currency;
    std::int64_t minimum;     // minor units
    std::int64_t usd_micros;  // worth of one unit in US dollars, times 1e6
    std::string_view symbol;
};

constexpr std::array kFacts = std::to_array<Facts>({
    {"usd", 50, 1'000'000, "$"},    {"aed", 200, 272'300, "AED "},
    {"aud", 50, 660'000, "A$"},     {"bgn", 100, 590'000, "BGN "},
    {"brl", 50, 190'000, "R$"},     {"cad", 50, 730'000, "CA$"},
    {"chf", 50, 1'180'000, "CHF "}, {"czk", 1500, 46'000, "CZK "},
    {"dkk", 250, 155'000, "DKK "},  {"eur", 50, 1'150'000, "€"},
    {"gbp", 30, 1'320'000, "£"},    {"hkd", 400, 128'000, "HK$"},
    {"huf", 17500, 2'900, "HUF "},  {"inr", 50, 11'500, "₹"},
    {"jpy", 50, 6'600, "¥"},        {"idr", 0, 61, ""},  // of twelve digits, which no balance elsewhere may become
    {"mxn", 1000, 54'000, "MX$"},   {"myr", 200, 235'000, "MYR "},
    {"nok", 300, 98'000, "NOK "},   {"nzd", 50, 590'000, "NZ$"},
    {"pln", 200, 270'000, "PLN "},  {"ron", 200, 230'000, "RON "},
    {"sek", 300, 105'000, "SEK "},  {"sgd", 50, 770'000, "S$"},
    {"thb", 1000, 31'000, "THB "},
});

Facts const* facts_of(std::string_view currency) {
    auto found = std::ranges::find(kFacts, currency, &Facts::currency);
    return found == kFacts.end() ? nullptr : &*found;
}

bool is_listed(std::string_view list, std::string_view word) {
    for (auto at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1))
        if ((at == 0 || list[at - 1] == ' ') &&
            (at + word.size() == list.size() || list[at + word.size()] == ' ' || list[at + word.size()] == ','))
            return true;
    return false;
}

std::int64_t power_of_ten(int n) { return n == 0 ? 1 : 10 * power_of_ten(n - 1); }

}  // namespace

int decimals_of(std::string_view currency) {
    if (is_listed(kZeroDecimal, currency)) return 0;
    return is_listed(kThreeDecimal, currency) ? 3 : 2;
}

std::int64_t minimum_charge(std::string_view currency) {
    auto const* facts = facts_of(currency);
    return facts ? facts->minimum : 0;
}

std::int64_t maximum_charge(std::string_view currency) { return currency == "idr" ? 999'999'999'999 : 99'999'999; }

std::string_view symbol_of(std::string_view currency) {
    auto const* facts = facts_of(currency);
    return facts ? facts->symbol : std::string_view();
}

Result<std::string> read_currency(std::string_view text, std::string param) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (lower.size() >= 3 && is_listed(kSupported, lower)) return lower;
    return refuse(
        "", std::move(param),
        "Invalid currency: " + lower + ". Stripe currently supports these currencies: " + std::string(kSupported));
}

std::int64_t share(std::int64_t amount, std::int64_t numerator, std::int64_t denominator) {
    MUST(denominator > 0);
    auto product = static_cast<Wide>(amount) * numerator;
    auto half = static_cast<Wide>(denominator) / 2;
    auto rounded = (product >= 0 ? product + half : product - half) / denominator;
    MUST(rounded <= INT64_MAX && rounded >= INT64_MIN);
    return static_cast<std::int64_t>(rounded);
}

std::int64_t exchange_rate_micros(std::string_view from, std::string_view to) {
    if (from == to) return 1'000'000;
    auto const* a = facts_of(from);
    auto const* b = facts_of(to);
    return share(a ? a->usd_micros : 100'000, 1'000'000, b ? b->usd_micros : 100'000);
}

std::int64_t converted(std::int64_t amount, std::string_view from, std::string_view to) {
    return converted_at(exchange_rate_micros(from, to), amount, from, to);
}

std::int64_t converted_at(std::int64_t rate_micros, std::int64_t amount, std::string_view from, std::string_view to) {
    auto scale = decimals_of(to) - decimals_of(from);
    auto numerator = rate_micros * (scale > 0 ? power_of_ten(scale) : 1);
    return share(amount, numerator, 1'000'000 * (scale < 0 ? power_of_ten(-scale) : 1));
}

}  // namespace bursar
