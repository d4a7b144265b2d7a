/* What the parts of the fault engine share: the control file, and a call on its way. */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Only the entrance, which this declares among others, is to be seen from outside. */
#pragma GCC visibility push(default)
#include <p11-kit/pkcs11.h>
#pragma GCC visibility pop

#include "functions.h"

typedef _Atomic uint64_t word;

/* What a fault does; the numbers are in the control file. */
enum action {
  NOTHING,
  RETURNS,      /* the parameter, and the module never hears of the call */
  LOSES_ANSWER, /* the parameter, after the module has done its work */
  WAITS,        /* the parameter's nanoseconds, then goes on */
  NEVER_RETURNS,
  CRASHES,
  TRUNCATES, /* the output, by the parameter */
  FLIPS,     /* a bit of the output */
  FIXES_IV   /* of AES-GCM: it becomes zeros */
};

/* Of one function, from its call number `from` on, counted from 1 since the fault is there. */
struct fault {
  word action; /* written last: what is not NOTHING is complete */
  word function;
  word from;
  word times; /* 0: for ever */
  word parameter;
  word seen; /* calls */
  word hits; /* calls that it changed */
  word unused;
};

enum { FAULTS = 64 };
enum connection { ALIVE, DEAD, DEAD_AND_REFUSING };

/* Who makes the IVs of AES-GCM, and how the caller learns of one: GcmIv.java, in its order. */
enum iv_way { IVS_TAKEN, IVS_RETURNED, IVS_ZEROED, IVS_APPENDED };

/* The control file, in this machine's byte order. Control.java knows the same places. */
struct control {
  word connection; /* an enum connection */
  word deaths;     /* of the connection, so far */
  word token_hidden;
  word hidings; /* of the token, so far */
  word keys_hidden;
  word session_limit; /* 0: none */
  word token_flags;   /* or-ed into the token's own */
  word delay;         /* nanoseconds, in every CRYPTO function */
  word releases;      /* one more lets all go that never return */
  word inside;        /* threads in the module */
  word most_inside;   /* ever */
  word sessions;      /* open in the process that called last */
  word iv_way;           /* an enum iv_way */
  word iv_repeats;       /* one IV for all that the token makes */
  word iv_bytes;         /* of what it makes, if less than usual; 0: as usual */
  word mechanism_hidden; /* and not done by C_Sign; 0: none */
  word calls[FUNCTION_COUNT];
  struct fault faults[FAULTS];
};

/* An encryption under an IV of the token's own. */
struct operation {
  CK_SESSION_HANDLE session; /* 0: none */
  CK_GCM_PARAMS *told;       /* the caller's, to write the IV into */
  CK_ULONG tag_bytes;
  CK_ULONG bytes; /* of the IV */
  unsigned char iv[16];
};

/* A call on its way to the module. */
struct call {
  enum function function;
  CK_ULONG arguments[8];
  struct operation operation;
  /* What is handed on instead of the caller's. */
  CK_MECHANISM mechanism;
  CK_GCM_PARAMS gcm;
  unsigned char iv[256];
};

/* The faults that strike one call. */
struct strikes {
  int count;
  struct strike {
    struct fault *fault;
    enum action action;
    uint64_t parameter;
  } at[FAULTS];
};

/* control.c: where the module and the control file are. */
struct places {
  char module[4096];
  char control[4096]; /* empty: none */
  char softhsm[4096]; /* empty: the environment's */
};
bool find_places(struct places *places);
struct control *map_control(const struct places *places);

/* strikes.c: the faults of single functions. */
void find_strikes(struct control *control, enum function function, struct strikes *strikes);
bool strike_before(struct control *control, const struct strikes *strikes, struct call *call,
                   CK_RV *rv);
CK_RV strike_after(const struct strikes *strikes, const struct call *call, CK_RV rv);
void wait_for(uint64_t nanoseconds);

/* states.c: the states of the whole module. */
bool state_refuses(struct control *control, const struct call *call, CK_RV *rv);
void state_after(struct control *control, const struct call *call, CK_RV rv);

/* ivs.c: tokens that make the IV. */
CK_GCM_PARAMS *gcm_of(const struct call *call);
void replace_iv(struct call *call, const unsigned char *iv, CK_ULONG bytes);
bool iv_refuses(const struct control *control, struct call *call, CK_RV *rv);
void iv_after(const struct control *control, const struct call *call, CK_RV rv);

/* faults.c */
int traits_of(enum function function);
int output_of(enum function function);

#endif
