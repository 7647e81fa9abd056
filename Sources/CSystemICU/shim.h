// The system's ICU: only CICU includes its headers, Swift sees CICU's functions alone
// (the names would clash with the ICU inside Foundation).
#ifndef COMMENTD_CSYSTEMICU_SHIM_H
#define COMMENTD_CSYSTEMICU_SHIM_H
#endif
