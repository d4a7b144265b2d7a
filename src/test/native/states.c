/* The states of the whole module: a connection that died, a token that is away, a full table. */
#include "faults.h"

enum { NEVER = -1 };

/* Of this process: what it held, as of its last C_Initialize. */
static _Atomic bool initialized;
static _Atomic int64_t deaths_survived; /* NEVER: the connection was dead then */
static _Atomic int64_t hidings_survived;
static _Atomic int64_t sessions;

/* A connection that is back helps only who initialises anew; so does a token. */
static bool is_cut(const struct control *control) {
  return control->connection != ALIVE || deaths_survived != (int64_t)control->deaths;
}

static bool is_token_away(const struct control *control) {
  return control->token_hidden || hidings_survived != (int64_t)control->hidings;
}

static CK_RV no_slots(const struct call *call) {
  *(CK_ULONG *)call->arguments[2] = 0;
  return CKR_OK;
}

/* Who initialised without a far side is told that there is nothing, instead of an error. */
static CK_RV cut(const struct call *call) {
  bool nothing = deaths_survived == NEVER && call->function == AT_C_GetSlotList;
  return nothing ? no_slots(call) : CKR_DEVICE_ERROR;
}

/* A list of all slots still has those without a token. */
static bool is_refused_without_token(const struct call *call, CK_RV *rv) {
  int traits = traits_of(call->function);
  if (call->function == AT_C_GetSlotList && (CK_BBOOL)call->arguments[0]) {
    *rv = no_slots(call);
    return true;
  }
  if (traits & SLOT && call->function != AT_C_GetSlotInfo) {
    *rv = CKR_TOKEN_NOT_PRESENT;
    return true;
  }
  *rv = CKR_DEVICE_REMOVED;
  return traits & SESSION;
}

static bool is_refused_without_keys(const struct call *call, CK_RV *rv) {
  if (call->function == AT_C_FindObjects) {
    *(CK_ULONG *)call->arguments[3] = 0;
    *rv = CKR_OK;
    return true;
  }
  *rv = CKR_OBJECT_HANDLE_INVALID;
  return traits_of(call->function) & OBJECT;
}

/* A place is taken before the session is opened, lest two threads take the last one. */
static bool is_table_full(const struct control *control, CK_RV *rv) {
  int64_t limit = (int64_t)control->session_limit;
  if (atomic_fetch_add(&sessions, 1) < limit || limit == 0) {
    return false;
  }
  atomic_fetch_sub(&sessions, 1);
  *rv = CKR_SESSION_COUNT;
  return true;
}

static bool is_refused_without_mechanism(const struct control *control, const struct call *call) {
  CK_ULONG hidden = control->mechanism_hidden;
  if (hidden == 0) {
    return false;
  }
  const CK_MECHANISM *mechanism = (const CK_MECHANISM *)call->arguments[1];
  return call->function == AT_C_GetMechanismInfo
             ? call->arguments[1] == hidden
             : call->function == AT_C_SignInit && mechanism->mechanism == hidden;
}

bool state_refuses(struct control *control, const struct call *call, CK_RV *rv) {
  if (call->function == AT_C_Initialize) {
    *rv = CKR_DEVICE_ERROR;
    return control->connection == DEAD_AND_REFUSING;
  }
  /* C_Finalize concerns this side alone. */
  if (!initialized || call->function == AT_C_Finalize) {
    return false;
  }
  if (is_cut(control)) {
    *rv = cut(call);
    return true;
  }
  if (is_token_away(control) && is_refused_without_token(call, rv)) {
    return true;
  }
  if (control->keys_hidden && is_refused_without_keys(call, rv)) {
    return true;
  }
  if (is_refused_without_mechanism(control, call)) {
    *rv = CKR_MECHANISM_INVALID;
    return true;
  }
  return call->function == AT_C_OpenSession && is_table_full(control, rv);
}

static void falsify(const struct control *control, CK_TOKEN_INFO *info) {
  info->flags |= control->token_flags;
  if (control->session_limit != 0) {
    info->ulMaxSessionCount = control->session_limit;
    info->ulMaxRwSessionCount = control->session_limit;
  }
}

/* Who asks for the number alone is told of one too many, which PKCS#11 v2.40 §5.2 permits. */
static void hide_mechanism(const struct control *control, const struct call *call) {
  CK_MECHANISM_TYPE *types = (CK_MECHANISM_TYPE *)call->arguments[1];
  CK_ULONG *count = (CK_ULONG *)call->arguments[2];
  CK_ULONG shown = 0;
  for (CK_ULONG i = 0; types != NULL && i < *count; i++) {
    if (types[i] != control->mechanism_hidden) {
      types[shown++] = types[i];
    }
  }
  *count = types == NULL ? *count : shown;
}

static void note(struct control *control, const struct call *call, CK_RV rv) {
  if (rv != CKR_OK) {
    if (call->function == AT_C_OpenSession) {
      atomic_fetch_sub(&sessions, 1);
    }
    return;
  }
  switch (call->function) {
    case AT_C_Initialize:
      deaths_survived = control->connection == ALIVE ? (int64_t)control->deaths : NEVER;
      hidings_survived = control->token_hidden ? NEVER : (int64_t)control->hidings;
      initialized = true;
      break;
    case AT_C_Finalize:
      initialized = false;
      sessions = 0;
      break;
    case AT_C_GetTokenInfo:
      falsify(control, (CK_TOKEN_INFO *)call->arguments[1]);
      break;
    case AT_C_GetMechanismList:
      hide_mechanism(control, call);
      break;
    case AT_C_CloseSession:
      atomic_fetch_sub(&sessions, 1);
      break;
    case AT_C_CloseAllSessions:
      sessions = 0;
      break;
    default:
      break;
  }
}

void state_after(struct control *control, const struct call *call, CK_RV rv) {
  note(control, call, rv);
  control->sessions = (uint64_t)sessions;
}
