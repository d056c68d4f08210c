#include "api/kept_id.hpp"

#include <gtest/gtest.h>

namespace bursar::api {

TEST(KeptId, LeadsToTheRowAndNotBack) {
    std::string secret = "accs_secret__a1" + std::string(32, 'x') + std::string("abcdefgh") + "00000042";
    auto kept = kept_id(secret);
    EXPECT_EQ(kept.size(), secret.size());
    EXPECT_TRUE(kept.starts_with("accs_secret__a1"));
    EXPECT_TRUE(kept.ends_with("00000042"));
    EXPECT_EQ(kept.find("xxxx"), std::string::npos);
    EXPECT_EQ(kept, kept_id(secret));
    EXPECT_NE(kept_id(kept), kept) << "the kept one is no credential itself";
    for (auto short_one : {"", "a", "link_a1"}) EXPECT_NE(kept_id(short_one), short_one);
}

}  // namespace bursar::api
