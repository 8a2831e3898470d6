/**
 * @file
 * All subcommands, one file each.
 */
#ifndef BV_COMMANDS_COMMANDS_H
#define BV_COMMANDS_COMMANDS_H

#include "commands/command.h"

extern const struct bv_command bv_command_bench;
extern const struct bv_command bv_command_course;
extern const struct bv_command bv_command_detect;
extern const struct bv_command bv_command_eval;
extern const struct bv_command bv_command_label;
extern const struct bv_command bv_command_learner;
extern const struct bv_command bv_command_live;
extern const struct bv_command bv_command_movement;
extern const struct bv_command bv_command_outline;
extern const struct bv_command bv_command_plan;
extern const struct bv_command bv_command_presets;
extern const struct bv_command bv_command_procedure;
extern const struct bv_command bv_command_render;
extern const struct bv_command bv_command_record;
extern const struct bv_command bv_command_repair;
extern const struct bv_command bv_command_review;
extern const struct bv_command bv_command_scale;
extern const struct bv_command bv_command_scene;
extern const struct bv_command bv_command_serve;
extern const struct bv_command bv_command_simulate;
extern const struct bv_command bv_command_sources;
extern const struct bv_command bv_command_statistics;

#endif
