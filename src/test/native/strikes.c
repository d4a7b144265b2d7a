/* The faults of single functions. */
#include "faults.h"

#include <errno.h>
#include <time.h>

void wait_for(uint64_t nanoseconds) {
  struct timespec left = {.tv_sec = (time_t)(nanoseconds / 1000000000),
                          .tv_nsec = (long)(nanoseconds % 1000000000)};
  while (nanoseconds > 0 && nanosleep(&left, &left) != 0 && errno == EINTR) {
    /* one of the JVM's signals woke it: sleep on */
  }
}

/* The numbers are copied: a test may lift the fault while the call is under way. */
void find_strikes(struct control *control, enum function function, struct strikes *strikes) {
  strikes->count = 0;
  for (int i = 0; i < FAULTS; i++) {
    struct fault *fault = &control->faults[i];
    enum action action = (enum action)fault->action;
    if (action == NOTHING || fault->function != function) {
      continue;
    }
    uint64_t number = atomic_fetch_add(&fault->seen, 1) + 1;
    uint64_t from = fault->from;
    if (number >= from && (fault->times == 0 || number - from < fault->times)) {
      strikes->at[strikes->count++] = (struct strike){fault, action, fault->parameter};
    }
  }
}

static void hit(const struct strike *strike) {
  atomic_fetch_add(&strike->fault->hits, 1);
}

/* Nor longer than the fault is there: this call may come too late for the release. */
static void never_return(struct control *control, const struct strike *strike) {
  uint64_t releases = control->releases;
  hit(strike);
  while (control->releases == releases && strike->fault->action == NEVER_RETURNS) {
    wait_for(2000000);
  }
}

static void crash(const struct strike *strike) {
  hit(strike);
  *(volatile int *)NULL = 0;
}

/* In copies: the caller must not see what became of its IV. */
static void fix_iv(const struct strike *strike, struct call *call) {
  static const unsigned char zeros[sizeof call->iv];
  const CK_GCM_PARAMS *gcm = gcm_of(call);
  if (gcm == NULL || gcm->ulIvLen > sizeof zeros) {
    return;
  }
  replace_iv(call, zeros, gcm->ulIvLen);
  hit(strike);
}

/* Whether the call ends here, with *rv. */
bool strike_before(struct control *control, const struct strikes *strikes, struct call *call,
                   CK_RV *rv) {
  for (int i = 0; i < strikes->count; i++) {
    const struct strike *strike = &strikes->at[i];
    switch (strike->action) {
      case RETURNS:
        hit(strike);
        *rv = strike->parameter;
        return true;
      case WAITS:
        hit(strike);
        wait_for(strike->parameter);
        break;
      case NEVER_RETURNS:
        never_return(control, strike);
        break;
      case CRASHES:
        crash(strike);
        break;
      case FIXES_IV:
        fix_iv(strike, call);
        break;
      default:
        break; /* comes afterwards */
    }
  }
  return false;
}

static void spoil(const struct strike *strike, const struct call *call) {
  int output = output_of(call->function);
  unsigned char *bytes = output == 0 ? NULL : (unsigned char *)call->arguments[output];
  CK_ULONG *length = output == 0 ? NULL : (CK_ULONG *)call->arguments[output + 1];
  if (bytes == NULL || length == NULL || *length == 0) {
    return; /* it has no output, or was asked for its size only */
  }
  if (strike->action == TRUNCATES) {
    *length -= strike->parameter < *length ? strike->parameter : *length;
  } else {
    bytes[0] ^= 1;
  }
  hit(strike);
}

CK_RV strike_after(const struct strikes *strikes, const struct call *call, CK_RV rv) {
  for (int i = 0; i < strikes->count; i++) {
    const struct strike *strike = &strikes->at[i];
    if (strike->action == LOSES_ANSWER) {
      hit(strike);
      rv = strike->parameter;
    } else if (rv == CKR_OK && (strike->action == TRUNCATES || strike->action == FLIPS)) {
      spoil(strike, call);
    }
  }
  return rv;
}
