// Figures that grow, and the text that Prometheus reads them from.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

// How long something took, in seconds. Any thread may add.
class Histogram {
public:
    static constexpr std::array kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                        0.1,    0.25,  0.5,    1.0,   2.5,  5.0,   10.0};
    void add(double seconds);

private:
    friend class MetricsText;
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> counts_{};
    std::atomic<std::uint64_t> microseconds_ = 0;
};

// Prometheus text exposition, version 0.0.4. A label set is written as it stands between the braces: route="/v1/x".
class MetricsText {
public:
    template <class Value>
    using Series = std::vector<std::pair<std::string, Value>>;

    void counter(std::string_view name, std::string_view help, Series<std::uint64_t> const& series);
    void gauge(std::string_view name, std::string_view help, Series<double> const& series);
    void histogram(std::string_view name, std::string_view help, Series<Histogram const*> const& series);
    std::string take() { return std::move(text_); }

private:
    void head(std::string_view name, std::string_view help, std::string_view type);
    void line(std::string_view name, std::string_view labels, double value);
    std::string text_;
};

std::string label(std::string_view name, std::string_view value);  // name="value", escaped

}  // namespace bursar
