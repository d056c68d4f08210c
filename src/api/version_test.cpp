#include "api/version.hpp"

#include <gtest/gtest.h>

#include "api/later_version.hpp"

namespace bursar::api {

TEST(Version, IsWhatWasReleasedOrMayBeOneDay) {
    for (auto name : {"2011-01-01", "2020-08-27", "2026-10-28.endive", "2025-03-31.basil;some_beta=v1", "2026-10-29",
                      "2027-01-27.fig", "2031-12-31.zebra;some_beta=v1", "2026-08-26.preview", "2027-02-24.preview"})
        EXPECT_TRUE(Version::parse(name)) << name;
    for (auto name : {"", "fig", "2020-08-28", "2026-10-28.fig", "2026-10-28", "2026-09-30.fig", "2027-01-27.",
                      "2027-01-27.Fig", "2027-01-27.fig2", "2027-01-27 fig", "2027-1-27.fig", "2027-13-01.fig",
                      "2027-00-01.fig", "2027-12-32.fig", "2027-12-00.fig", "20270127", "2027-01-27.fig\r\nX: y",
                      "2010-12-31.preview", "2027-01-27.abcdefghijklmnopqrstuvwxyz"})
        EXPECT_FALSE(Version::parse(name)) << name;
}

TEST(Version, OneThatIsNotKnownIsAnsweredAsOneThatIs) {
    auto seen = [](std::string_view name) { return stand_in(*Version::parse(name)); };
    EXPECT_EQ(seen("2026-10-28.endive"), std::nullopt);
    EXPECT_EQ(seen("2020-08-27;some_beta=v1"), std::nullopt);
    EXPECT_EQ(seen("2027-01-27.fig"), "2026-10-28.endive");
    EXPECT_EQ(seen("2027-01-27.fig;some_beta=v1"), "2026-10-28.endive");
    EXPECT_EQ(seen("2026-08-26.preview"), "2026-08-26.dahlia");
    EXPECT_EQ(seen("2026-09-01.preview"), "2026-08-26.dahlia");
}

}  // namespace bursar::api
