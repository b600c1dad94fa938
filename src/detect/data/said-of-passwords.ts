/** Words in forms and messages of other languages in place of a password: that it is required, wrong, new. Without diacritics. */
export const SAID_OF_PASSWORDS: ReadonlySet<string> = new Set(
  `mandatory forgotten
  erforderlich falsch abgelaufen geaendert geandert vergessen notwendig benoetigt benotigt ungueltig ungultig unbekannt
  pflichtfeld verschluesselt verschlusselt zurueckgesetzt zuruckgesetzt gesetzt fehlt leer keines aktuell bestaetigen
  bestatigen anzeigen aendern andern wiederholen
  obligatoire requis requise necessaire incorrecte expire oublie invalide nouveau nouvelle actuel ancien vide modifie
  manquant inconnu chiffre masque afficher confirmer aucun
  obligatorio obligatoria requerido requerida necesario necesaria incorrecto incorrecta expirada caducada olvidada
  invalida invalido nueva actual antigua vacia vacio cambiada desconocida cifrada oculta confirmar ninguna ninguno
  obbligatorio obbligatoria richiesta richiesto errata errato scaduta dimenticata nuova attuale vecchia vuota modificata
  mancante sconosciuta cifrata nascosta conferma nessuna
  obrigatorio obrigatoria necessario necessaria incorreta incorreto errada esquecida nova atual antiga vazia alterada
  desconhecida criptografada nenhuma
  verplicht vereist onjuist verlopen vergeten ongeldig nieuw huidig leeg gewijzigd ontbreekt onbekend versleuteld
  verborgen
  wymagane wymagany nieprawidlowe bledne wygaslo zapomniane nowe aktualne stare puste zmienione
  povinne povinny vyzadovano nespravne chybne zapomenute nove soucasne prazdne zmeneno
  obligatoriskt kravs felaktigt utgangen glomt nytt nuvarande pakraevet forkert udlobet glemt
  pakollinen vaaditaan virheellinen vanhentunut unohtunut
  gerekli zorunlu yanlis hatali gecersiz yeni
  obligatorie necesara gresita incorecta expirata
  kotelezo hibas lejart`.split(/\s+/),
);
