// What may be brought forward in a dispute: names and shapes of the types of stripe-node 23.
#pragma once

#include "base/address.hpp"
#include "base/patch.hpp"

namespace bursar::disputes {

struct Appeal {
    Emptyable<std::string> reason_for_filing;
    std::vector<std::string> supporting_files;
};
FIELDS(Appeal, reason_for_filing, supporting_files);

struct Appeals {
    Emptyable<Appeal> card;
};
FIELDS(Appeals, card);

struct DisputedTransaction {
    Emptyable<std::string> customer_account_id, customer_device_fingerprint, customer_device_id, customer_email_address,
        customer_purchase_ip, merchandise_or_services, product_description;
    std::optional<AddressParams> shipping_address;
};
FIELDS(DisputedTransaction, customer_account_id, customer_device_fingerprint, customer_device_id,
       customer_email_address, customer_purchase_ip, merchandise_or_services, product_description, shipping_address);

struct UndisputedTransaction {
    std::string charge;
    Emptyable<std::string> customer_account_id, customer_device_fingerprint, customer_device_id, customer_email_address,
        customer_purchase_ip, product_description;
    std::optional<AddressParams> shipping_address;
};
FIELDS(UndisputedTransaction, charge, customer_account_id, customer_device_fingerprint, customer_device_id,
       customer_email_address, customer_purchase_ip, product_description, shipping_address);

struct CompellingEvidence {
    std::optional<DisputedTransaction> disputed_transaction;
    std::vector<UndisputedTransaction> prior_undisputed_transactions;
};
FIELDS(CompellingEvidence, disputed_transaction, prior_undisputed_transactions);

struct Compliance {
    std::optional<bool> fee_acknowledged;
};
FIELDS(Compliance, fee_acknowledged);

struct EnhancedEvidence {
    std::optional<Compliance> mastercard_compliance;
    std::optional<CompellingEvidence> visa_compelling_evidence_3;
    std::optional<Compliance> visa_compliance;
};
FIELDS(EnhancedEvidence, mastercard_compliance, visa_compelling_evidence_3, visa_compliance);

struct Evidence {
    Emptyable<std::string> access_activity_log;
    Emptyable<Appeals> appeal;
    Emptyable<std::string> billing_address, cancellation_policy, cancellation_policy_disclosure, cancellation_rebuttal,
        customer_communication, customer_email_address, customer_name, customer_purchase_ip, customer_signature,
        duplicate_charge_documentation, duplicate_charge_explanation, duplicate_charge_id;
    Emptyable<EnhancedEvidence> enhanced_evidence;
    Emptyable<std::string> product_description, receipt, refund_policy, refund_policy_disclosure,
        refund_refusal_explanation, service_date, service_documentation, shipping_address, shipping_carrier,
        shipping_date, shipping_documentation, shipping_tracking_number, uncategorized_file, uncategorized_text;
};
FIELDS(Evidence, access_activity_log, appeal, billing_address, cancellation_policy, cancellation_policy_disclosure,
       cancellation_rebuttal, customer_communication, customer_email_address, customer_name, customer_purchase_ip,
       customer_signature, duplicate_charge_documentation, duplicate_charge_explanation, duplicate_charge_id,
       enhanced_evidence, product_description, receipt, refund_policy, refund_policy_disclosure,
       refund_refusal_explanation, service_date, service_documentation, shipping_address, shipping_carrier,
       shipping_date, shipping_documentation, shipping_tracking_number, uncategorized_file, uncategorized_text);

}  // namespace bursar::disputes
