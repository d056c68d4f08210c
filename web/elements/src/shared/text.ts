// The words of the frames. Errors are those that applications show and match on, in our own translations.
export type Key = 'number' | 'expiry' | 'cvc' | 'postal' | 'zip' | 'country' | 'card' | 'close' | 'authenticate' | 'incomplete_number' | 'invalid_number' | 'incomplete_expiry' | 'invalid_expiry_month_past' | 'invalid_expiry_year_past' | 'invalid_expiry_year' | 'incomplete_cvc' | 'incomplete_zip';

const en: Record<Key, string> = {
  number: 'Card number', expiry: 'Expiration date', cvc: 'Security code', postal: 'Postal code', zip: 'ZIP code', country: 'Country or region', card: 'Card', close: 'Cancel authentication', authenticate: 'Authentication by your bank',
  incomplete_number: 'Your card number is incomplete.', invalid_number: 'Your card number is invalid.', incomplete_expiry: "Your card's expiration date is incomplete.",
  invalid_expiry_month_past: "Your card's expiration date is in the past.", invalid_expiry_year_past: "Your card's expiration year is in the past.", invalid_expiry_year: "Your card's expiration year is invalid.",
  incomplete_cvc: "Your card's security code is incomplete.", incomplete_zip: 'Your postal code is incomplete.',
};
const de: Record<Key, string> = {
  number: 'Kartennummer', expiry: 'Gültig bis', cvc: 'Prüfnummer', postal: 'Postleitzahl', zip: 'Postleitzahl', country: 'Land oder Region', card: 'Karte', close: 'Authentifizierung abbrechen', authenticate: 'Authentifizierung durch Ihre Bank',
  incomplete_number: 'Die Kartennummer ist unvollständig.', invalid_number: 'Die Kartennummer ist ungültig.', incomplete_expiry: 'Das Ablaufdatum der Karte ist unvollständig.',
  invalid_expiry_month_past: 'Das Ablaufdatum der Karte liegt in der Vergangenheit.', invalid_expiry_year_past: 'Das Ablaufjahr der Karte liegt in der Vergangenheit.', invalid_expiry_year: 'Das Ablaufjahr der Karte ist ungültig.',
  incomplete_cvc: 'Die Prüfnummer der Karte ist unvollständig.', incomplete_zip: 'Die Postleitzahl ist unvollständig.',
};
const fr: Record<Key, string> = {
  number: 'Numéro de carte', expiry: "Date d'expiration", cvc: 'Code de sécurité', postal: 'Code postal', zip: 'Code postal', country: 'Pays ou région', card: 'Carte', close: "Annuler l'authentification", authenticate: 'Authentification par votre banque',
  incomplete_number: 'Le numéro de votre carte est incomplet.', invalid_number: "Le numéro de votre carte n'est pas valide.", incomplete_expiry: "La date d'expiration de votre carte est incomplète.",
  invalid_expiry_month_past: "La date d'expiration de votre carte est passée.", invalid_expiry_year_past: "L'année d'expiration de votre carte est passée.", invalid_expiry_year: "L'année d'expiration de votre carte n'est pas valide.",
  incomplete_cvc: 'Le code de sécurité de votre carte est incomplet.', incomplete_zip: 'Votre code postal est incomplet.',
};
const es: Record<Key, string> = {
  number: 'Número de tarjeta', expiry: 'Fecha de caducidad', cvc: 'Código de seguridad', postal: 'Código postal', zip: 'Código postal', country: 'País o región', card: 'Tarjeta', close: 'Cancelar la autenticación', authenticate: 'Autenticación de tu banco',
  incomplete_number: 'El número de tarjeta está incompleto.', invalid_number: 'El número de tarjeta no es válido.', incomplete_expiry: 'La fecha de caducidad está incompleta.',
  invalid_expiry_month_past: 'La fecha de caducidad ya ha pasado.', invalid_expiry_year_past: 'El año de caducidad ya ha pasado.', invalid_expiry_year: 'El año de caducidad no es válido.',
  incomplete_cvc: 'El código de seguridad está incompleto.', incomplete_zip: 'El código postal está incompleto.',
};
const it: Record<Key, string> = {
  number: 'Numero carta', expiry: 'Data di scadenza', cvc: 'Codice di sicurezza', postal: 'CAP', zip: 'CAP', country: 'Paese o regione', card: 'Carta', close: "Annulla l'autenticazione", authenticate: 'Autenticazione della tua banca',
  incomplete_number: 'Il numero della carta è incompleto.', invalid_number: 'Il numero della carta non è valido.', incomplete_expiry: 'La data di scadenza è incompleta.',
  invalid_expiry_month_past: 'La data di scadenza è passata.', invalid_expiry_year_past: "L'anno di scadenza è passato.", invalid_expiry_year: "L'anno di scadenza non è valido.",
  incomplete_cvc: 'Il codice di sicurezza è incompleto.', incomplete_zip: 'Il CAP è incompleto.',
};
const nl: Record<Key, string> = {
  number: 'Kaartnummer', expiry: 'Vervaldatum', cvc: 'Beveiligingscode', postal: 'Postcode', zip: 'Postcode', country: 'Land of regio', card: 'Kaart', close: 'Verificatie annuleren', authenticate: 'Verificatie door uw bank',
  incomplete_number: 'Het kaartnummer is onvolledig.', invalid_number: 'Het kaartnummer is ongeldig.', incomplete_expiry: 'De vervaldatum is onvolledig.',
  invalid_expiry_month_past: 'De vervaldatum ligt in het verleden.', invalid_expiry_year_past: 'Het vervaljaar ligt in het verleden.', invalid_expiry_year: 'Het vervaljaar is ongeldig.',
  incomplete_cvc: 'De beveiligingscode is onvolledig.', incomplete_zip: 'De postcode is onvolledig.',
};
const pt: Record<Key, string> = {
  number: 'Número do cartão', expiry: 'Data de validade', cvc: 'Código de segurança', postal: 'Código postal', zip: 'CEP', country: 'País ou região', card: 'Cartão', close: 'Cancelar autenticação', authenticate: 'Autenticação pelo seu banco',
  incomplete_number: 'O número do cartão está incompleto.', invalid_number: 'O número do cartão é inválido.', incomplete_expiry: 'A data de validade está incompleta.',
  invalid_expiry_month_past: 'A data de validade já passou.', invalid_expiry_year_past: 'O ano de validade já passou.', invalid_expiry_year: 'O ano de validade é inválido.',
  incomplete_cvc: 'O código de segurança está incompleto.', incomplete_zip: 'O código postal está incompleto.',
};
const ja: Record<Key, string> = {
  number: 'カード番号', expiry: '有効期限', cvc: 'セキュリティコード', postal: '郵便番号', zip: '郵便番号', country: '国または地域', card: 'カード', close: '認証をキャンセル', authenticate: '銀行による認証',
  incomplete_number: 'カード番号に不備があります。', invalid_number: 'カード番号が無効です。', incomplete_expiry: 'カードの有効期限に不備があります。',
  invalid_expiry_month_past: 'カードの有効期限が過ぎています。', invalid_expiry_year_past: 'カードの有効期限の年が過ぎています。', invalid_expiry_year: 'カードの有効期限の年が無効です。',
  incomplete_cvc: 'セキュリティコードに不備があります。', incomplete_zip: '郵便番号に不備があります。',
};
export const languages = { en, de, fr, es, it, nl, pt, ja };

// The nearest language that there is; English otherwise.
export function words(locale: string): Record<Key, string> {
  const wanted = locale === 'auto' || !locale ? navigator.language : locale;
  return languages[wanted.slice(0, 2).toLowerCase() as keyof typeof languages] ?? en;
}
export const languageOf = (locale: string): string => Object.entries(languages).find(([, table]) => table === words(locale))?.[0] ?? 'en';
