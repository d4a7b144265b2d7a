/* The fault engine: a PKCS#11 module that is another one, and fails on demand.
 *
 * What fails, and how, is in a control file that is mapped into memory, so that a test changes it
 * under a living process and reads there what was called. A file `<this library>.conf` says in one
 * line each: the other module; the control file; and, if there is a third line, the SOFTHSM2_CONF
 * for the other module's C_Initialize. Without that file the environment says it: FAULTS_MODULE,
 * FAULTS_CONTROL (may be absent), and FAULTS_DELAY_MS, which is how long a computation takes.
 *
 * A copy of this library under another name is another module, with faults of its own; so are two
 * copies of SoftHSM.
 */
#include "faults.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

typedef void (*function)(void);
typedef CK_RV (*any)(CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG,
                     CK_ULONG);

struct function_list {
  CK_VERSION version;
  function functions[FUNCTION_COUNT];
};

static const struct function_list *other;
static struct function_list list;
static struct places places;
static struct control *control;

/* SoftHSM reads its configuration's path from the environment, which the whole process shares with
 * the other copies of this library; these have nothing else in common to lock but a file. */
static CK_RV initialize_softhsm(any initialize, CK_ULONG arguments) {
  int lock = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (lock < 0 || flock(lock, LOCK_EX) != 0 || setenv("SOFTHSM2_CONF", places.softhsm, 1) != 0) {
    perror("faults: SOFTHSM2_CONF");
    abort();
  }
  CK_RV rv = initialize(arguments, 0, 0, 0, 0, 0, 0, 0);
  close(lock);
  return rv;
}

/* Arguments beyond those of the function do no harm, on Linux. */
static CK_RV forward(const struct call *call) {
  const CK_ULONG *a = call->arguments;
  any of_other = (any)other->functions[call->function];
  if (call->function == AT_C_Initialize && places.softhsm[0] != '\0') {
    return initialize_softhsm(of_other, a[0]);
  }
  return of_other(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
}

static CK_RV answer(struct call *call) {
  struct strikes strikes;
  CK_RV rv;
  find_strikes(control, call->function, &strikes);
  if (strike_before(control, &strikes, call, &rv) || state_refuses(control, call, &rv) ||
      iv_refuses(control, call, &rv)) {
    return rv;
  }
  if (traits_of(call->function) & CRYPTO) {
    wait_for(control->delay);
  }
  rv = forward(call);
  iv_after(control, call, rv);
  state_after(control, call, rv);
  return strike_after(&strikes, call, rv);
}

static CK_RV conduct(struct call *call) {
  atomic_fetch_add(&control->calls[call->function], 1);
  uint64_t inside = atomic_fetch_add(&control->inside, 1) + 1;
  uint64_t most = control->most_inside;
  while (inside > most && !atomic_compare_exchange_weak(&control->most_inside, &most, inside)) {
    /* another thread set it: compare with that */
  }
  CK_RV rv = answer(call);
  atomic_fetch_sub(&control->inside, 1);
  return rv;
}

#define PARAMETERS_1 CK_ULONG a
#define PARAMETERS_2 PARAMETERS_1, CK_ULONG b
#define PARAMETERS_3 PARAMETERS_2, CK_ULONG c
#define PARAMETERS_4 PARAMETERS_3, CK_ULONG d
#define PARAMETERS_5 PARAMETERS_4, CK_ULONG e
#define PARAMETERS_6 PARAMETERS_5, CK_ULONG f
#define PARAMETERS_8 PARAMETERS_6, CK_ULONG g, CK_ULONG h
#define ARGUMENTS_1 a
#define ARGUMENTS_2 a, b
#define ARGUMENTS_3 a, b, c
#define ARGUMENTS_4 a, b, c, d
#define ARGUMENTS_5 a, b, c, d, e
#define ARGUMENTS_6 a, b, c, d, e, f
#define ARGUMENTS_8 a, b, c, d, e, f, g, h

#define CONDUCTED(name, arity, traits, output)                                    \
  static CK_RV conducted_##name(PARAMETERS_##arity) {                             \
    struct call call = {.function = AT_##name, .arguments = {ARGUMENTS_##arity}}; \
    return conduct(&call);                                                        \
  }
FUNCTIONS(CONDUCTED)

#define LISTED(name, arity, traits, output) (function)conducted_##name,
static const function conducted[] = {FUNCTIONS(LISTED)};

#define TRAITS(name, arity, traits, output) traits,
static const int all_traits[] = {FUNCTIONS(TRAITS)};

#define OUTPUT(name, arity, traits, output) output,
static const int all_outputs[] = {FUNCTIONS(OUTPUT)};

int traits_of(enum function function) {
  return all_traits[function];
}

int output_of(enum function function) {
  return all_outputs[function];
}

static CK_RV load_other(void) {
  if (!find_places(&places)) {
    return CKR_GENERAL_ERROR;
  }
  control = map_control(&places);
  void *library = control == NULL ? NULL : dlopen(places.module, RTLD_NOW | RTLD_LOCAL);
  CK_RV (*entrance)(const struct function_list **) = NULL;
  if (library != NULL) {
    *(void **)&entrance = dlsym(library, "C_GetFunctionList");
  }
  if (entrance == NULL) {
    const char *cause = dlerror();
    fprintf(stderr, "faults: %s: %s\n", places.module, cause == NULL ? "no control file" : cause);
    return CKR_GENERAL_ERROR;
  }
  CK_RV rv = entrance(&other);
  if (rv != CKR_OK) {
    return rv;
  }
  list.version = other->version;
  for (int i = 0; i < FUNCTION_COUNT; i++) {
    list.functions[i] = conducted[i];
  }
  list.functions[AT_C_GetFunctionList] = (function)C_GetFunctionList;
  return CKR_OK;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR given) {
  static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
  CK_RV rv = CKR_OK;
  pthread_mutex_lock(&loading);
  if (list.functions[0] == NULL) {
    rv = load_other();
  }
  pthread_mutex_unlock(&loading);
  *given = (CK_FUNCTION_LIST_PTR)(void *)&list;
  return rv;
}
