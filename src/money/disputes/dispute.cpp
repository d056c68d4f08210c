#include "money/disputes/dispute.hpp"

#include "api/endpoints.hpp"
#include "connect/accounts/account.hpp"
#include "events/events/event.hpp"
#include "money/balance/balance_transaction.hpp"
#include "money/disputes/evidence.hpp"
#include "money/early_fraud_warnings/early_fraud_warning.hpp"

namespace bursar::disputes {

using namespace api;
using acquirers::Sequel;
using charges::Charge;

namespace {

constexpr std::int64_t kDisputeFee = 1500;  // in the settlement currency; kept even when the dispute is won
constexpr Timestamp kAnswerSeconds = 1;     // how long the simulated bank thinks

constexpr std::string_view kEvidence[] = {"access_activity_log",
                                          "billing_address",
                                          "cancellation_policy",
                                          "cancellation_policy_disclosure",
                                          "cancellation_rebuttal",
                                          "customer_communication",
                                          "customer_email_address",
                                          "customer_name",
                                          "customer_purchase_ip",
                                          "customer_signature",
                                          "duplicate_charge_documentation",
                                          "duplicate_charge_explanation",
                                          "duplicate_charge_id",
                                          "enhanced_evidence",
                                          "product_description",
                                          "receipt",
                                          "refund_policy",
                                          "refund_policy_disclosure",
                                          "refund_refusal_explanation",
                                          "service_date",
                                          "service_documentation",
                                          "shipping_address",
                                          "shipping_carrier",
                                          "shipping_date",
                                          "shipping_documentation",
                                          "shipping_tracking_number",
                                          "uncategorized_file",
                                          "uncategorized_text"};

json::object empty_evidence() {
    json::object out;
    for (auto name : kEvidence) out[name] = nullptr;
    out["enhanced_evidence"] = json::object();
    return out;
}

Timestamp due_by(Timestamp created) { return start_of_day(created) + 10 * kDay - 1; }  // end of the ninth day after

struct Case {
    std::string_view reason, network_reason_code, case_type;
};
Case case_of(Sequel sequel) {
    if (sequel == Sequel::dispute_not_received) return {"product_not_received", "13.1", "chargeback"};
    if (sequel == Sequel::dispute_inquiry) return {"fraudulent", "83", "inquiry"};
    return {"fraudulent", "83", "chargeback"};
}

// Whose closing decides nothing: nothing was taken.
bool is_inquiry(Dispute const& d) {
    return d.status.is_any(Status::warning_needs_response, Status::warning_under_review);
}

// Takes the amount and the fee, or gives the amount back.
void move_funds(Tx& tx, Dispute& dispute, bool withdraw) {
    auto account = accounts::acting(tx);
    auto transaction = balance::record(
        tx, account,
        {.type = "adjustment",
         .reporting_category = withdraw ? "dispute" : "dispute_reversal",
         .amount = withdraw ? -dispute.amount : dispute.amount,
         .currency = dispute.currency,
         .description = (withdraw ? "Chargeback withdrawal for " : "Chargeback reversal for ") + dispute.charge,
         .source = dispute.id,
         .counter_account = "network",
         .processing_fee = withdraw ? kDisputeFee : 0,
         .available_on = balance::waits_with(tx, tx.get<Charge>(dispute.charge).balance_transaction)});
    if (!transaction.fee_details.empty()) {
        transaction.fee_details.front().description = "Dispute fee";
        tx.update(transaction);
    }
    dispute.balance_transactions.value.as_array().push_back(parse_document(document_of(transaction)));
    if (withdraw) dispute.balance_transaction = transaction.id;
}

Dispute open(Tx& tx, Charge& charge, Case const& kind) {
    auto dispute = tx.fresh<Dispute>();
    bool inquiry = kind.case_type == "inquiry";
    dispute.amount = charge.amount_captured;
    dispute.charge = charge.id;
    dispute.currency = charge.currency;
    dispute.evidence.value = empty_evidence();
    dispute.evidence_details.value =
        json::object{{"due_by", due_by(tx.now())}, {"enhanced_eligibility", json::object()},
                     {"has_evidence", false},      {"past_due", false},
                     {"submission_count", 0},      {"submission_method", "not_submitted"}};
    dispute.is_charge_refundable = inquiry;
    dispute.payment_intent = charge.payment_intent;
    auto const* card = charge.payment_method_details.value.as_object().if_contains("card");
    auto brand = card ? text_at(card->as_object(), "brand") : std::string_view();
    dispute.payment_method_details.value =
        card ? json::object{{"card", json::object{{"brand", brand},
                                                  {"case_type", kind.case_type},
                                                  {"network", brand},
                                                  {"network_reason_code", kind.network_reason_code}}},
                            {"type", "card"}}
             : json::object{{"type", charge.method_type.value}};
    dispute.reason = kind.reason;
    if (inquiry) dispute.status.begin_as(Status::warning_needs_response);
    if (!inquiry) move_funds(tx, dispute, true);
    tx.insert(dispute);
    charge.disputed = true;
    charge.dispute = dispute.id;
    tx.update(charge);
    events::emit(tx, "charge.dispute.created", dispute);
    early_fraud_warnings::settle(tx, charge.id);
    if (!inquiry) events::emit(tx, "charge.dispute.funds_withdrawn", dispute);
    return dispute;
}

void close(Tx& tx, Dispute& dispute, Step step) {
    auto before = document_of(dispute);
    dispute.status.take(step);
    if (step == Step::win) move_funds(tx, dispute, false);
    tx.update(dispute);
    if (step == Step::win) events::emit(tx, "charge.dispute.funds_reinstated", dispute);
    events::emit_change(tx, "charge.dispute.closed", before, document_of(dispute));
}

void decide(Tx& tx, json::object const& payload) {
    auto dispute = tx.get<Dispute>(text_at(payload, "id"));
    if (!dispute.status.is_any(Status::under_review, Status::warning_under_review)) return;  // closed, or escalated
    auto text = std::string(text_at(dispute.evidence.value.as_object(), "uncategorized_text"));
    bool inquiry = is_inquiry(dispute);
    if (text == "escalate_inquiry_evidence" && inquiry) {
        auto before = document_of(dispute);
        dispute.status.take(Step::escalate);
        dispute.is_charge_refundable = false;
        move_funds(tx, dispute, true);
        tx.update(dispute);
        events::emit(tx, "charge.dispute.funds_withdrawn", dispute);
        return events::emit_change(tx, "charge.dispute.updated", before, document_of(dispute));
    }
    if (text == "winning_evidence") close(tx, dispute, inquiry ? Step::close_inquiry : Step::win);
    if (text == "losing_evidence") close(tx, dispute, inquiry ? Step::close_inquiry : Step::lose);
}

struct UpdateParams {
    std::optional<Patch<Evidence>> evidence;
    MetadataParam metadata;
    std::optional<bool> submit;
};
FIELDS(UpdateParams, evidence, metadata, submit);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto dispute, find_in_path<Dispute>(tx, id));
    if (p.evidence && !is_open(dispute)) return refuse("", "", "This dispute is already closed");
    auto const before = dispute;
    p.metadata.apply_to(dispute.metadata);
    if (p.evidence) {
        merge_into(dispute.evidence.value.as_object(), p.evidence->value);
        dispute.evidence.value = sorted(dispute.evidence.value.as_object());
        auto& details = dispute.evidence_details.value.as_object();
        details["has_evidence"] = true;
        if (p.submit.value_or(true)) {
            details["submission_method"] = "manual";
            details["submission_count"] = integer_at(details, "submission_count") + 1;
            dispute.status.take(Step::answer);
            tx.wake(dispute.id, "dispute.decide", tx.now() + kAnswerSeconds);
        }
    }
    events::change(tx, "charge.dispute.updated", before, dispute);
    return reply_with(dispute);
}

Result<Reply> close_by_merchant(Tx& tx, std::string id) {
    TRY(auto dispute, find_in_path<Dispute>(tx, id));
    if (!is_open(dispute)) return refuse("", "", "This dispute is already closed");
    close(tx, dispute, is_inquiry(dispute) ? Step::close_inquiry : Step::lose);
    return reply_with(dispute);
}

Result<Reply> retrieve_of_charge(Tx& tx, std::string charge) {
    auto disputes = tx.all<Dispute>("charge", charge, 1);
    if (disputes.empty()) return refuse_as(404, "", "", "No dispute for charge: " + charge);
    return reply_with(disputes.front());
}

struct ListParams {
    std::optional<std::string> charge, payment_intent;
};
FIELDS(ListParams, charge, payment_intent);

constexpr Route kRoutes[] = {
    list_of<Dispute, ListParams, "/v1/disputes">(),
    retrieve<Dispute>("/v1/disputes/:id"),
    post<update>("/v1/disputes/:id"),
    post<close_by_merchant>("/v1/disputes/:id/close"),
    api::get<retrieve_of_charge>("/v1/charges/:charge/dispute"),
};
constexpr auto kExpandable = expandable_of<Dispute>({
    {"balance_transaction", "balance_transaction"},
    {"balance_transactions", "balance_transaction"},
    {"charge", "charge"},
    {"evidence.cancellation_policy", "file"},
    {"evidence.customer_communication", "file"},
    {"evidence.customer_signature", "file"},
    {"evidence.duplicate_charge_documentation", "file"},
    {"evidence.receipt", "file"},
    {"evidence.refund_policy", "file"},
    {"evidence.service_documentation", "file"},
    {"evidence.shipping_documentation", "file"},
    {"evidence.uncategorized_file", "file"},
    {"payment_intent", "payment_intent"},
});
constexpr JobKind kJobs[] = {{"dispute.decide", decide}};

}  // namespace

bool is_open(Dispute const& d) { return !d.status.is_any(Status::won, Status::lost, Status::warning_closed); }

void follow(Tx& tx, Charge& charge) {
    auto sequel = static_cast<Sequel>(charge.sequel.value);
    switch (sequel) {
        case Sequel::early_fraud_warning:
            return early_fraud_warnings::warn(tx, charge);
        case Sequel::several_disputes:
            open(tx, charge, case_of(Sequel::dispute_fraudulent));
            [[fallthrough]];
        case Sequel::dispute_fraudulent:
        case Sequel::dispute_not_received:
        case Sequel::dispute_inquiry:
            open(tx, charge, case_of(sequel));
            return;
        default:
            return;
    }
}

void return_debit(Tx& tx, Charge& charge, std::string const& reason) {
    auto dispute = open(tx, charge, {reason, "", "chargeback"});
    close(tx, dispute, Step::lose);
}

ResourceType const kResource{.object = "dispute",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .jobs = kJobs,
                             .versions = kVersions,
                             .shape = fields_of<Dispute>};

}  // namespace bursar::disputes
