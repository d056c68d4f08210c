// GET /_bursar: what there is, from the tables that the routes themselves are in.
#include "console/sandbox/sandbox.hpp"

namespace bursar::sandbox {

using namespace api;

namespace {

struct OfferView {
    std::string object = "endpoint";
    std::string about, method, path;
};
FIELDS(OfferView, object, about, method, path);

Result<Reply> list(Tx& tx) {
    if (!tx.environment_is_sandbox()) return refuse("", "", "This is for sandboxes.");
    std::string out = R"({"object":"list","data":[)";
    for (auto const& offer : offers()) {
        if (out.back() == '}') out += ',';
        OfferView view{.about = std::string(offer.about)};
        view.method = offer.route.method;
        view.path = offer.route.pattern;
        out += document_of(view);
    }
    return Reply{200, out + R"(],"has_more":false,"url":"/_bursar"})"};
}

constexpr Offer kOffers[] = {
    {get<list>("/_bursar"), "what there is: this list"},
};
constexpr auto kRoutes = routes_of(kOffers);

}  // namespace

ResourceType const kIndex{.object = "", .routes = kRoutes, .expandable = {}};

std::vector<Offer> offers() {
    std::vector<Offer> out(std::begin(kOffers), std::end(kOffers));
    for (auto more : {clock_offers(), fault_offers()}) out.insert(out.end(), more.begin(), more.end());
    return out;
}

}  // namespace bursar::sandbox
