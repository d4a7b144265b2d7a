/* Tokens that make the IVs of AES-GCM themselves, on top of a module that takes them. */
#include "faults.h"

#include <pthread.h>
#include <string.h>
#include <sys/random.h>

enum { IV_BYTES = 12, APPENDED_IV_BYTES = 16, OPERATIONS = 1024 };

/* From C_EncryptInit to C_Encrypt, of which another thread may do the other half. */
static struct operation operations[OPERATIONS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct operation *find(CK_SESSION_HANDLE session) {
  for (int i = 0; i < OPERATIONS; i++) {
    if (operations[i].session == session) {
      return &operations[i];
    }
  }
  return NULL;
}

/* Session 0 is none. What a closed session left, its successor of the same number replaces. */
static void remember(const struct operation *operation) {
  pthread_mutex_lock(&lock);
  struct operation *place = find(operation->session);
  if (place == NULL) {
    place = find(0);
  }
  *(place == NULL ? &operations[0] : place) = *operation;
  pthread_mutex_unlock(&lock);
}

static bool recall(CK_SESSION_HANDLE session, struct operation *operation) {
  pthread_mutex_lock(&lock);
  const struct operation *found = find(session);
  if (found != NULL) {
    *operation = *found;
  }
  pthread_mutex_unlock(&lock);
  return found != NULL;
}

static void forget(CK_SESSION_HANDLE session) {
  pthread_mutex_lock(&lock);
  struct operation *found = find(session);
  if (found != NULL) {
    found->session = 0;
  }
  pthread_mutex_unlock(&lock);
}

CK_GCM_PARAMS *gcm_of(const struct call *call) {
  const CK_MECHANISM *mechanism = (const CK_MECHANISM *)call->arguments[1];
  bool gcm = call->function == AT_C_EncryptInit && mechanism != NULL &&
             mechanism->mechanism == CKM_AES_GCM && mechanism->pParameter != NULL &&
             mechanism->ulParameterLen == sizeof(CK_GCM_PARAMS);
  return gcm ? (CK_GCM_PARAMS *)mechanism->pParameter : NULL;
}

void replace_iv(struct call *call, const unsigned char *iv, CK_ULONG bytes) {
  call->gcm = *gcm_of(call);
  memcpy(call->iv, iv, bytes);
  call->gcm.pIv = call->iv;
  call->gcm.ulIvLen = bytes;
  call->gcm.ulIvBits = bytes * 8;
  call->mechanism = (CK_MECHANISM){CKM_AES_GCM, &call->gcm, sizeof call->gcm};
  call->arguments[1] = (CK_ULONG)&call->mechanism;
}

static bool is_zero(const CK_GCM_PARAMS *gcm) {
  static const unsigned char zeros[IV_BYTES];
  return gcm->pIv != NULL && gcm->ulIvLen == IV_BYTES && memcmp(gcm->pIv, zeros, IV_BYTES) == 0;
}

static bool takes(uint64_t way, const CK_GCM_PARAMS *gcm) {
  switch (way) {
    case IVS_RETURNED:
      return gcm->pIv != NULL && gcm->ulIvLen == IV_BYTES;
    case IVS_ZEROED:
      return is_zero(gcm);
    default:
      return gcm->pIv == NULL && gcm->ulIvLen == 0;
  }
}

static void make_iv(const struct control *control, struct operation *operation) {
  operation->bytes = control->iv_way == IVS_APPENDED ? APPENDED_IV_BYTES : IV_BYTES;
  if (control->iv_bytes != 0 && control->iv_bytes < operation->bytes) {
    operation->bytes = control->iv_bytes;
  }
  memset(operation->iv, 'i', sizeof operation->iv);
  while (!control->iv_repeats && getrandom(operation->iv, operation->bytes, 0) < 0) {
    /* one of the JVM's signals woke it */
  }
}

static bool begin(const struct control *control, struct call *call, CK_RV *rv) {
  CK_GCM_PARAMS *gcm = gcm_of(call);
  if (gcm == NULL) {
    return false;
  }
  if (!takes(control->iv_way, gcm)) {
    *rv = CKR_MECHANISM_PARAM_INVALID;
    return true;
  }
  call->operation = (struct operation){
      .session = call->arguments[0], .told = gcm, .tag_bytes = (gcm->ulTagBits + 7) / 8};
  make_iv(control, &call->operation);
  replace_iv(call, call->operation.iv, call->operation.bytes);
  return false;
}

/* PKCS#11 v2.40 §5.2: the operation goes on, and the caller learns how much room it needs. */
static bool is_too_small(const struct call *call, CK_RV *rv) {
  CK_ULONG *length = (CK_ULONG *)call->arguments[4];
  const struct operation *operation = &call->operation;
  CK_ULONG needed = call->arguments[2] + operation->tag_bytes + operation->bytes;
  if (call->arguments[3] == 0 || *length >= needed) {
    return false;
  }
  *length = needed;
  *rv = CKR_BUFFER_TOO_SMALL;
  return true;
}

bool iv_refuses(const struct control *control, struct call *call, CK_RV *rv) {
  if (control->iv_way == IVS_TAKEN) {
    return false;
  }
  if (call->function == AT_C_EncryptInit) {
    return begin(control, call, rv);
  }
  return call->function == AT_C_Encrypt && recall(call->arguments[0], &call->operation) &&
         control->iv_way == IVS_APPENDED && is_too_small(call, rv);
}

static void tell(const struct operation *operation) {
  memcpy(operation->told->pIv, operation->iv, operation->bytes);
  operation->told->ulIvLen = operation->bytes;
  operation->told->ulIvBits = operation->bytes * 8;
}

static void append(const struct call *call) {
  CK_ULONG *length = (CK_ULONG *)call->arguments[4];
  if (call->arguments[3] != 0) {
    memcpy((unsigned char *)call->arguments[3] + *length, call->operation.iv,
           call->operation.bytes);
  }
  *length += call->operation.bytes;
}

static void end(const struct control *control, const struct call *call, CK_RV rv) {
  bool sealed = rv == CKR_OK && call->arguments[3] != 0;
  if (sealed && control->iv_way == IVS_ZEROED) {
    tell(&call->operation);
  }
  if (rv == CKR_OK && control->iv_way == IVS_APPENDED) {
    append(call);
  }
  if (sealed || (rv != CKR_OK && rv != CKR_BUFFER_TOO_SMALL)) {
    forget(call->arguments[0]);
  }
}

/* ProtectServer tells its IV at C_EncryptInit, AWS CloudHSM only after C_Encrypt. */
void iv_after(const struct control *control, const struct call *call, CK_RV rv) {
  if (call->operation.session == 0) {
    return;
  }
  if (call->function == AT_C_Encrypt) {
    end(control, call, rv);
  } else if (rv == CKR_OK) {
    remember(&call->operation);
    if (control->iv_way == IVS_RETURNED) {
      tell(&call->operation);
    }
  }
}
