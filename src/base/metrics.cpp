#include "base/metrics.hpp"

#include <algorithm>
#include <cstdio>

namespace bursar {

void Histogram::add(double seconds) {
    auto bucket = std::ranges::lower_bound(kBounds, seconds) - kBounds.begin();
    counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    microseconds_.fetch_add(static_cast<std::uint64_t>(seconds * 1e6), std::memory_order_relaxed);
}

void MetricsText::head(std::string_view name, std::string_view help, std::string_view type) {
    text_ += "# HELP ";
    text_ += name;
    text_ += ' ';
    text_ += help;
    text_ += "\n# TYPE ";
    text_ += name;
    text_ += ' ';
    text_ += type;
    text_ += '\n';
}

void MetricsText::line(std::string_view name, std::string_view labels, double value) {
    char number[32];
    std::snprintf(number, sizeof number, "%.15g", value);
    text_ += name;
    if (!labels.empty()) {
        text_ += '{';
        text_ += labels;
        text_ += '}';
    }
    text_ += ' ';
    text_ += number;
    text_ += '\n';
}

void MetricsText::counter(std::string_view name, std::string_view help, Series<std::uint64_t> const& series) {
    head(name, help, "counter");
    for (auto const& [labels, value] : series) line(name, labels, static_cast<double>(value));
}

void MetricsText::gauge(std::string_view name, std::string_view help, Series<double> const& series) {
    head(name, help, "gauge");
    for (auto const& [labels, value] : series) line(name, labels, value);
}

void MetricsText::histogram(std::string_view name, std::string_view help, Series<Histogram const*> const& series) {
    head(name, help, "histogram");
    for (auto const& [labels, histogram] : series) {
        auto with = labels.empty() ? std::string() : labels + ',';
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < histogram->counts_.size(); ++i) {
            sum += histogram->counts_[i].load(std::memory_order_relaxed);
            char bound[32] = "+Inf";
            if (i < Histogram::kBounds.size()) std::snprintf(bound, sizeof bound, "%g", Histogram::kBounds[i]);
            line(std::string(name) + "_bucket", with + label("le", bound), static_cast<double>(sum));
        }
        line(std::string(name) + "_sum", labels,
             static_cast<double>(histogram->microseconds_.load(std::memory_order_relaxed)) / 1e6);
        line(std::string(name) + "_count", labels, static_cast<double>(sum));
    }
}

std::string label(std::string_view name, std::string_view value) {
    std::string out(name);
    out += "=\"";
    for (char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out + '"';
}

}  // namespace bursar
