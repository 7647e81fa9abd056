#include "CICU.h"

#include <unicode/uidna.h>

int32_t cicu_ascii_domain(const uint8_t *name, int32_t length, uint8_t *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    uint32_t options = UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ
        | UIDNA_NONTRANSITIONAL_TO_ASCII;
    UIDNA *names = uidna_openUTS46(options, &status);
    if (U_FAILURE(status)) return CICU_FAILED;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t count = uidna_nameToASCII_UTF8(
        names, (const char *)name, length, (char *)out, capacity, &info, &status);
    uidna_close(names);
    if (status == U_BUFFER_OVERFLOW_ERROR) return CICU_NO_ROOM;
    return U_FAILURE(status) || info.errors != 0 ? CICU_FAILED : count;
}
