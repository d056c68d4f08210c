// The words of the 3D Secure dialog: so few that all languages travel with it.
const table: Record<string, [title: string, close: string]> = {
  en: ['Authentication by your bank', 'Cancel authentication'],
  de: ['Authentifizierung durch Ihre Bank', 'Authentifizierung abbrechen'],
  fr: ['Authentification par votre banque', "Annuler l'authentification"],
  es: ['Autenticación de tu banco', 'Cancelar la autenticación'],
  it: ['Autenticazione della tua banca', "Annulla l'autenticazione"],
  nl: ['Verificatie door uw bank', 'Verificatie annuleren'],
  pt: ['Autenticação pelo seu banco', 'Cancelar autenticação'],
  ja: ['銀行による認証', '認証をキャンセル'],
};

export function challengeWords(locale: string): { language: string; title: string; close: string } {
  const wanted = (locale === 'auto' || !locale ? navigator.language : locale).slice(0, 2).toLowerCase(),
    language = wanted in table ? wanted : 'en';
  const [title, close] = table[language] as [string, string];
  return { language, title, close };
}
