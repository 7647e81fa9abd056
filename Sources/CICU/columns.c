#include "CICU.h"

#include <unicode/uchar.h>

int32_t cicu_columns(uint32_t scalar) {
    UChar32 c = (UChar32)scalar;
    int32_t category = U_GET_GC_MASK(c);
    if (category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK)) return 0;
    switch (u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH: return 2;
    default: return 1;
    }
}
