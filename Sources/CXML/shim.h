// The system's libxml2. What C says with macros and with lists of variable length is typed here.
#ifndef COMMENTD_CXML_SHIM_H
#define COMMENTD_CXML_SHIM_H
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <pthread.h>
#include <string.h>

/// Before anything else of it. Left to its first parsers, libxml2 2.9 sets up its dictionaries
/// unlocked: two threads that came at once were seen to wait for each other for good.
static inline void cxml_begin(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, xmlInitParser);
}

static inline void cxml_stay_silent(void *context, const char *format, ...) {
  (void)context;
  (void)format;
}

/// A parser that is fed piece by piece and calls back by SAX2. Entities are not loaded, nothing is
/// fetched, and no document is built. Errors stop it and are told by `xmlCtxtGetLastError`.
static inline xmlParserCtxtPtr cxml_new(const xmlSAXHandler *calls, void *user) {
  cxml_begin();
  // Encodings complain past the parser otherwise.
  xmlSetGenericErrorFunc(NULL, cxml_stay_silent);
  xmlSAXHandler handler = *calls;
  handler.initialized = XML_SAX2_MAGIC;
  xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, user, NULL, 0, NULL);
  if (parser != NULL) {
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  }
  return parser;
}

/// The character that HTML calls so (`eacute`); 0 where there is none.
static inline unsigned int cxml_entity(const char *name) {
  const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
  return entity == NULL ? 0 : entity->value;
}

/// Where a parser is, and why it stopped.
static inline int cxml_line(xmlParserCtxtPtr parser) {
  return parser->input == NULL ? 0 : parser->input->line;
}
static inline int cxml_column(xmlParserCtxtPtr parser) {
  return parser->input == NULL ? 0 : parser->input->col;
}
static inline const char *cxml_message(xmlParserCtxtPtr parser) {
  const xmlError *error = xmlCtxtGetLastError(parser);
  return error == NULL || error->message == NULL ? "is no XML" : error->message;
}
static inline int cxml_is_sound(xmlParserCtxtPtr parser) { return parser->wellFormed; }

/// Reads a piece of HTML by SAX; what is wrong in it is put right as browsers do.
static inline int cxml_read_html(
    const char *bytes, int count, const htmlSAXHandler *calls, void *user) {
  cxml_begin();
  htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(bytes, count);
  if (parser == NULL) return 0;
  htmlCtxtUseOptions(
      parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);
  memcpy(parser->sax, calls, sizeof(htmlSAXHandler));
  parser->userData = user;
  xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(parser);
  htmlFreeParserCtxt(parser);
  return 1;
}
#endif
