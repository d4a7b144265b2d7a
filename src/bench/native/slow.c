/* A PKCS#11 module that is another one, but slow: C_Encrypt and C_Decrypt sleep before they are
 * passed on, as on a token that takes its time. Everything else is the other module's own.
 *
 *   SLOW_MODULE  path of the other module
 *   SLOW_MS      how long each call sleeps
 *
 * Functions are called through the list alone, as Keelson does, so only its entrance is exported.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef unsigned long CK_RV; /* so are CK_ULONG and session handles, on Linux */

#define CKR_OK 0UL
#define CKR_GENERAL_ERROR 5UL

/* CK_FUNCTION_LIST, PKCS#11 v2.40 §3.6: a version, then the functions in the standard's order. */
enum { C_GET_FUNCTION_LIST = 3, C_ENCRYPT = 30, C_DECRYPT = 34, FUNCTIONS = 68 };

typedef void (*function)(void);

struct function_list {
  unsigned char version[2];
  function functions[FUNCTIONS];
};

/* Both have the same arguments: session, input and its length, output and its length. */
typedef CK_RV (*crypt)(unsigned long, unsigned char *, unsigned long, unsigned char *,
                       unsigned long *);

static const struct function_list *other;
static struct function_list list;
static struct timespec delay;

static CK_RV sleep_then(int place, unsigned long session, unsigned char *in, unsigned long in_size,
                        unsigned char *out, unsigned long *out_size) {
  struct timespec left = delay;
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    /* one of the JVM's signals woke it: sleep on */
  }
  return ((crypt)other->functions[place])(session, in, in_size, out, out_size);
}

static CK_RV slow_encrypt(unsigned long session, unsigned char *in, unsigned long in_size,
                          unsigned char *out, unsigned long *out_size) {
  return sleep_then(C_ENCRYPT, session, in, in_size, out, out_size);
}

static CK_RV slow_decrypt(unsigned long session, unsigned char *in, unsigned long in_size,
                          unsigned char *out, unsigned long *out_size) {
  return sleep_then(C_DECRYPT, session, in, in_size, out, out_size);
}

CK_RV C_GetFunctionList(struct function_list **given) {
  const char *path = getenv("SLOW_MODULE");
  const char *ms = getenv("SLOW_MS");
  if (path == NULL || ms == NULL) {
    fputs("slow: SLOW_MODULE and SLOW_MS must be set\n", stderr);
    return CKR_GENERAL_ERROR;
  }
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  CK_RV (*entrance)(const struct function_list **) =
      library == NULL ? NULL : dlsym(library, "C_GetFunctionList");
  if (entrance == NULL) {
    fprintf(stderr, "slow: %s\n", dlerror());
    return CKR_GENERAL_ERROR;
  }
  CK_RV rv = entrance(&other);
  if (rv != CKR_OK) {
    return rv;
  }
  delay.tv_sec = atol(ms) / 1000;
  delay.tv_nsec = atol(ms) % 1000 * 1000000;
  list = *other;
  list.functions[C_GET_FUNCTION_LIST] = (function)C_GetFunctionList;
  list.functions[C_ENCRYPT] = (function)slow_encrypt;
  list.functions[C_DECRYPT] = (function)slow_decrypt;
  *given = &list;
  return CKR_OK;
}
