#include "commands/stop.h"

#include <signal.h>

static volatile sig_atomic_t asked;

static void ask(int number)
{
    (void)number;
    asked = 1;
}

void bv_stop_listen(void)
{
    /* reset: where the end is long in coming, asking twice still kills */
    struct sigaction action = {.sa_handler = ask,
                               .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool bv_stop_asked(void)
{
    return asked;
}
