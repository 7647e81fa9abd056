// The system's Vectorscan, or Hyperscan where a distribution has only that: one interface.
#ifndef COMMENTD_CVECTORSCAN_SHIM_H
#define COMMENTD_CVECTORSCAN_SHIM_H
#include <hs.h>
#endif
