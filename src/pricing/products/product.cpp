#include "pricing/products/product.hpp"

#include <algorithm>

#include "api/endpoints.hpp"
#include "api/search.hpp"
#include "events/events/event.hpp"

namespace bursar::products {

using namespace api;

namespace {

constexpr std::size_t kImagesMax = 8, kFeaturesMax = 15;

struct DefaultPrice {
    static constexpr std::string_view kExclusive[] = {"unit_amount, unit_amount_decimal"};
    std::string currency;
    std::optional<Raw> currency_options, custom_unit_amount;
    MetadataParam metadata;
    std::optional<RecurringParams> recurring;
    std::optional<Choice<"exclusive", "inclusive", "unspecified">> tax_behavior;
    std::optional<AmountOrNothing> unit_amount;
    std::optional<std::string> unit_amount_decimal;
};
FIELDS(DefaultPrice, currency, currency_options, custom_unit_amount, metadata, recurring, tax_behavior, unit_amount,
       unit_amount_decimal);

struct Params {
    std::optional<bool> active;
    Until<Unsupported<std::vector<std::string>>, "2023-08-16"> attributes;  // like caption and deactivate_on: of goods
    Until<Unsupported<std::string>, "2023-08-16"> caption;
    Until<Unsupported<std::vector<std::string>>, "2023-08-16"> deactivate_on;
    Emptyable<std::string> default_price;
    std::optional<DefaultPrice> default_price_data;
    Emptyable<std::string> description;
    Until<Emptyable<std::vector<MarketingFeature>>, "2024-04-10"> features;  // by which name they go since then:
    std::optional<std::string> id;
    Emptyable<std::vector<WebUrl>> images;
    Since<Emptyable<std::vector<MarketingFeature>>, "2024-04-10"> marketing_features;
    MetadataParam metadata;
    std::optional<std::string> name;
    Emptyable<Raw> package_dimensions;
    std::optional<bool> shippable;
    Emptyable<std::string> statement_descriptor, tax_code;
    Emptyable<Raw> tax_details;
    std::optional<Choice<"good", "service">> type;
    Emptyable<std::string> unit_label;
    Emptyable<WebUrl> url;
};
FIELDS(Params, active, attributes, caption, deactivate_on, default_price, default_price_data, description, features, id,
       images, marketing_features, metadata, name, package_dimensions, shippable, statement_descriptor, tax_code,
       tax_details, type, unit_label, url);

Result<void> check(Params const& p) {
    if (p.images && p.images->size() > kImagesMax)
        return refuse("", "images", "You may only have up to 8 images on a product.");
    if (p.features && p.features->size() > kFeaturesMax)
        return refuse("", "features", "You may only have up to 15 features on a product.");
    if (p.marketing_features && p.marketing_features->size() > kFeaturesMax)
        return refuse("", "marketing_features", "You may only have up to 15 marketing features on a product.");
    return {};
}

void apply(Tx& tx, Product& product, Params const& p) {
    if (p.active) product.active = *p.active;
    p.description.apply_to(product.description);
    if (p.images.given) product.images.clear();
    if (p.images) product.images.assign(p.images->begin(), p.images->end());
    Emptyable<std::vector<MarketingFeature>> features = p.marketing_features;
    if (p.features.given) features = p.features;
    if (features.given) product.marketing_features = features.value.value_or(std::vector<MarketingFeature>());
    p.metadata.apply_to(product.metadata);
    if (p.name) product.name = *p.name;
    p.package_dimensions.apply_to(product.package_dimensions);
    if (p.shippable) product.shippable = p.shippable;
    p.statement_descriptor.apply_to(product.statement_descriptor);
    p.tax_code.apply_to(product.tax_code);
    p.tax_details.apply_to(product.tax_details);
    p.unit_label.apply_to(product.unit_label);
    p.url.apply_to(product.url);
    product.updated = tx.now();
}

Product blank(Tx& tx) {
    auto product = tx.fresh<Product>();
    product.updated = tx.now();
    return product;
}

Result<Reply> create(Tx& tx, Params p) {
    if (!p.name) return refuse_missing("name");
    if (p.default_price.given)
        return refuse("parameter_unknown", "default_price", "Received unknown parameter: default_price");
    TRY_DO(check(p));
    auto product = blank(tx);
    if (p.id) TRY_DO(choose_id(tx, product, *p.id, "id"));
    if (p.type) product.type = p.type->text;
    apply(tx, product, p);
    std::optional<Price> price;
    if (p.default_price_data) {
        auto const& data = *p.default_price_data;
        for (auto const& [given, name] : {std::pair(data.currency_options.has_value(), "currency_options"),
                                          {data.custom_unit_amount.has_value(), "custom_unit_amount"}})
            if (given)
                return refuse("", std::string("default_price_data[") + name + "]",
                              std::string("Bursar does not support `") + name + "` of prices yet.");
        TRY(price, price_of(tx,
                            {data.currency, data.recurring,
                             data.tax_behavior ? std::optional(data.tax_behavior->text) : std::nullopt,
                             data.unit_amount, data.unit_amount_decimal},
                            "default_price_data"));
        price->product = product.id;
        data.metadata.apply_to(price->metadata);
        product.default_price = price->id;
    }
    tx.insert(product);
    if (price) tx.insert(*price);
    events::emit(tx, "product.created", product);
    if (price) events::emit(tx, "price.created", *price);
    return reply_with(product);
}

Result<Reply> update(Tx& tx, std::string id, Params p) {
    TRY(auto product, find_in_path<Product>(tx, id));
    for (auto const& [given, name] : {std::pair(p.default_price_data.has_value(), "default_price_data"),
                                      {p.id.has_value(), "id"},
                                      {p.type.has_value(), "type"}})
        if (given) return refuse("parameter_unknown", name, std::string("Received unknown parameter: ") + name);
    TRY_DO(check(p));
    auto const before = product;
    if (p.default_price) {
        TRY(auto price, find_in_param<Price>(tx, *p.default_price, "default_price"));
        if (price.product != product.id)
            return refuse("", "default_price", "The price specified is for a different product.");
    }
    p.default_price.apply_to(product.default_price);
    apply(tx, product, p);
    events::change(tx, "product.updated", before, product);
    return reply_with(product);
}

Result<Reply> remove(Tx& tx, std::string id) {
    TRY(auto product, find_in_path<Product>(tx, id));
    if (!tx.all<Price>("product", id, 1).empty())
        return refuse("", "",
                      "This product cannot be deleted because it has one or more user-created prices. You can instead "
                      "deactivate it with `active=false`.");
    events::remove(tx, "product.deleted", product);
    return deleted_reply(Product::kObject, id);
}

struct ListParams {
    std::optional<bool> active;
    std::vector<std::string> ids;
    std::optional<bool> shippable;
    std::optional<Choice<"good", "service">> type;
    std::optional<std::string> url;
};
FIELDS(ListParams, active, ids, shippable, type, url);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "product", .noun = "product", .url = "/v1/products"};
    query.matches = [p](json::object const& product) {
        auto is = [&](std::string_view name, std::optional<bool> const& wanted) {
            return !wanted || product.at(name) == json::value(*wanted);
        };
        return is("active", p.active) && is("shippable", p.shippable) &&
               (p.ids.empty() || std::ranges::find(p.ids, text_at(product, "id")) != p.ids.end()) &&
               (!p.type || text_at(product, "type") == p.type->text) && (!p.url || text_at(product, "url") == *p.url);
    };
    return list_reply(tx, page, query);
}

constexpr SearchField kSearchFields[] = {{"active", SearchType::token},    {"description", SearchType::string},
                                         {"metadata", SearchType::token},  {"name", SearchType::string},
                                         {"shippable", SearchType::token}, {"url", SearchType::string}};

Result<Reply> search(Tx& tx, SearchParams params) {
    return search_reply(tx, params, {"product", "products", kSearchFields});
}

constexpr Route kRoutes[] = {
    post<create>("/v1/products"),          api::list<list>("/v1/products"),  api::get<search>("/v1/products/search"),
    retrieve<Product>("/v1/products/:id"), post<update>("/v1/products/:id"), del<remove>("/v1/products/:id"),
};
constexpr auto kExpandable = expandable_of<Product>({
    {"default_price", "price"},
    {"tax_code", "tax_code"},
});

}  // namespace

Result<Product> product_of(Tx& tx, ProductData const& data, std::string const& prefix) {
    auto product = blank(tx);
    if (data.id) TRY_DO(choose_id(tx, product, *data.id, prefix + "[id]"));
    product.active = data.active.value_or(true);
    product.description = data.description;
    product.images.assign(data.images.begin(), data.images.end());
    data.metadata.apply_to(product.metadata);
    product.name = data.name;
    product.statement_descriptor = data.statement_descriptor;
    product.tax_code = data.tax_code;
    product.unit_label = data.unit_label;
    return product;
}

ResourceType const kProducts{.object = "product",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .versions = kProductVersions,
                             .shape = fields_of<Product>};

}  // namespace bursar::products
