// What Swift has no word for and a processor does: nothing here decides anything.
#include "lanes.h"
#include "memory_hints.h"
#include "processor.h"
