/*
 * `bevel live` on the scripted guide: the program of the window tests.
 */
#include "commands/commands.h"

int main(int argc, char **argv)
{
    return bv_command_live.run(&bv_command_live, argc - 1, argv + 1);
}
