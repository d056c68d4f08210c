#include "api/search.hpp"

#include <gtest/gtest.h>

namespace bursar::api {
namespace {

TEST(Search, ReadsClauses) {
    auto query = parse_search(R"(email:"a b" AND -metadata["k"]:'v' amount>=100 name:null)");
    ASSERT_TRUE(query);
    ASSERT_EQ(query->clauses.size(), 4u);
    EXPECT_EQ(query->clauses[0].value, "a b");
    EXPECT_TRUE(query->clauses[1].negated);
    EXPECT_EQ(query->clauses[1].key, "k");
    EXPECT_EQ(query->clauses[2].op, ">=");
    EXPECT_TRUE(query->clauses[3].is_null);
    EXPECT_FALSE(query->any);
    EXPECT_TRUE(parse_search("a:1 OR b:2")->any);
}

TEST(Search, RefusesWhatItCannotRead) {
    for (auto text : {"", "a", "a:", "a:\"x", "a:x", "a:1 OR b:2 AND c:3", "a~\"ab\"", "a:1 AND", "metadata[\"k:1"})
        EXPECT_FALSE(parse_search(text)) << text;
    std::string many = "a:1";
    for (int i = 0; i < 10; ++i) many += " AND a:1";
    EXPECT_FALSE(parse_search(many));
}

}  // namespace
}  // namespace bursar::api
