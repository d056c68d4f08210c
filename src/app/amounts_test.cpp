// Every parameter that is money, or is multiplied with it, carries its rule: so that no handler has to think of it.
#include <gtest/gtest.h>

#include "api/catalogue.hpp"
#include "app/registry.hpp"

namespace bursar::app {
namespace {

bool is_money(std::string_view name) {
    return name.find("amount") != name.npos || name == "quantity" || name == "balance" || name == "application_fee";
}

void expect_rules(Fields fields, std::string const& at, int& count) {
    for (auto const& field : fields) {
        auto const* kind = field.kind;
        while (kind->shape == Shape::same || kind->shape == Shape::list) kind = kind->of;
        auto here = at + " " + std::string(field.name);
        if (kind->fields) expect_rules(kind->fields(), here, count);
        if (kind->shape != Shape::integer || !is_money(field.name)) continue;
        ++count;
        EXPECT_NE(kind->min, INT64_MIN) << here;
    }
}

TEST(Amounts, EveryParameterThatIsMoneyCarriesItsRule) {
    int count = 0;
    for (auto const* route : api::Catalogue(all_resources()).routes())
        for (auto table : route->parameters)
            expect_rules(table(), std::string(route->method) + " " + std::string(route->pattern), count);
    EXPECT_GT(count, 30);
}

}  // namespace
}  // namespace bursar::app
