/* Stands in for bcryptprimitives.dll, which every Windows since 7 has and wine 8 has not. For the test machine only,
   never shipped. The cryptography package asks it for random bytes; wine's advapi32 hands out the kernel's. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return RtlGenRandom(data, (ULONG)size); }
