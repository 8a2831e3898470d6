/*
 * What keys do in each window, as bevel is shipped.
 */
#include "core/words.h"
#include "ui/settings/key_symbols.h"
#include "ui/settings/keymap.h"

#define KEY(symbol)                                                            \
    {                                                                          \
        symbol, false, false                                                   \
    }
#define CTRL(symbol)                                                           \
    {                                                                          \
        symbol, true, false                                                    \
    }
#define SHIFT(symbol)                                                          \
    {                                                                          \
        symbol, false, true                                                    \
    }
#define CTRL_SHIFT(symbol)                                                     \
    {                                                                          \
        symbol, true, true                                                     \
    }

const struct bv_key_deed bv_key_deeds[] = {
    {"main", N_("the step's main action"), {KEY(0)}},
    {"freeze", N_("freeze, resume"), {KEY(' ')}},
    {"back", N_("a picture back; Shift: a second"), {KEY(',')}},
    {"forward", N_("a picture forward"), {KEY('.')}},
    {"mark", N_("mark the target"), {KEY('m')}},
    {"clear", N_("remove the target"), {KEY(sym_delete), KEY(sym_backspace)}},
    {"undo", N_("undo the last mark"), {CTRL('z')}},
    {"outline", N_("outline what to avoid, or aim at"), {KEY('n')}},
    {"plan", N_("the needle's ways, one by one"), {KEY('l')}},
    {"procedure", N_("choose the procedure"), {KEY('p')}},
    {"scale", N_("read the scale off the screen"), {KEY('c')}},
    {"measure", N_("measure a known distance"), {KEY('d')}},
    {"swap-sides", N_("swap the names of the sides"), {KEY('x')}},
    {"out-of-plane", N_("the needle is out of plane"), {KEY('o')}},
    {"injecting", N_("you are injecting"), {KEY('i')}},
    {"aspirating", N_("you are aspirating"), {KEY('a')}},
    {"record", N_("record, end it"), {KEY('k')}},
    {"still", N_("keep a still"), {KEY('t')}},
    {"beside", N_("pin it beside"), {KEY('b')}},
    {"bedside", N_("bedside: large, far off"), {KEY('z')}},
    {"time-out", N_("time-out"), {CTRL('t')}},
    {"next", N_("next step"), {KEY(sym_page_down)}},
    {"previous", N_("step before"), {KEY(sym_page_up)}},
    {"step-1", N_("step 1: set up"), {CTRL('1')}},
    {"step-2", N_("step 2: target"), {CTRL('2')}},
    {"step-3", N_("step 3: plan"), {CTRL('3')}},
    {"step-4", N_("step 4: advance"), {CTRL('4')}},
    {"step-5", N_("step 5: injection"), {CTRL('5')}},
    {"step-6", N_("step 6: review"), {CTRL('6')}},
    {"restart", N_("play it again, or start again"), {KEY('r')}},
    {"steer", N_("steer the simulated probe"), {KEY('s')}},
    {"watch", N_("watch the script"), {KEY('v')}},
    {"fullscreen", N_("full screen"), {KEY(sym_f11)}},
    {"settings", N_("settings"), {CTRL(',')}},
    {"keys", N_("list the keys, hide them"), {KEY('?'), KEY(sym_f1)}},
    {"first-page", N_("close it, back to the first page"), {CTRL('w')}},
    {"quit", N_("quit"), {KEY('q'), CTRL('q')}},

    {"review.toggle", N_("play, stop"), {KEY(' ')}},
    {"review.forward", N_("play on; again: faster"), {KEY('l')}},
    {"review.backward", N_("play back; again: faster"), {KEY('j')}},
    {"review.halt", N_("stop"), {KEY('k')}},
    {"review.back", N_("a frame back"), {KEY(','), KEY(sym_left)}},
    {"review.on", N_("a frame on"), {KEY('.'), KEY(sym_right)}},
    /* Shift and comma or period, on keyboards of several countries */
    {"review.second-back",
     N_("a second back"),
     {SHIFT(sym_left), KEY('<'), KEY(';')}},
    {"review.second-on",
     N_("a second on"),
     {SHIFT(sym_right), KEY('>'), KEY(':')}},
    {"review.first", N_("to the start"), {KEY(sym_home)}},
    {"review.last", N_("to the end"), {KEY(sym_end)}},
    {"review.slower", N_("half the speed"), {KEY('s')}},
    {"review.faster", N_("twice the speed"), {KEY('d')}},
    {"review.loop-from", N_("loop from here"), {KEY('[')}},
    {"review.loop-to", N_("loop to here"), {KEY(']')}},
    {"review.loop", N_("loop it, or no more"), {KEY('\\')}},
    {"review.next", N_("next moment"), {KEY('n')}},
    {"review.previous", N_("moment before"), {KEY('p')}},
    {"review.add", N_("add a moment"), {KEY('m')}},
    {"review.start", N_("the moment starts here"), {KEY('i')}},
    {"review.end", N_("the moment ends here"), {KEY('o')}},
    {"review.reject",
     N_("not so; or so after all"),
     {KEY(sym_delete), KEY(sym_backspace)}},
    {"review.note", N_("write a note on the moment"), {KEY('e')}},
    {"review.undo", N_("undo"), {CTRL('z')}},
    {"review.redo", N_("redo"), {CTRL_SHIFT('z'), CTRL('y')}},
    {"review.zoom-in", N_("zoom in"), {KEY('+')}},
    {"review.zoom-out", N_("zoom out"), {KEY('-')}},
    {"review.zoom-all", N_("show all"), {KEY('0')}},
    {"review.bare", N_("the bare picture, while it is held"), {KEY('h')}},
    {"review.scores", N_("scores, moments"), {KEY('r')}},
    {"review.item-before", N_("in scores: the item before"), {KEY(sym_up)}},
    {"review.item-after", N_("in scores: the item after"), {KEY(sym_down)}},
    {"review.blinded", N_("blinded, or no more"), {KEY('b')}},
    {"review.beside", N_("another attempt beside, or none"), {KEY('v')}},
    {"review.scale", N_("the scale: what it is, and say it"), {KEY('c')}},
    {"review.open", N_("open another recording"), {CTRL('o')}},
    {"review.report", N_("write a report"), {CTRL('e')}},
    {"review.fullscreen", N_("full screen"), {KEY(sym_f11)}},
    {"review.settings", N_("settings"), {CTRL(',')}},
    {"review.keys", N_("list the keys, hide them"), {KEY('?'), KEY(sym_f1)}},
    {"review.quit", N_("quit"), {KEY('q'), CTRL('q')}},

    {"label.back", N_("a frame back"), {KEY(sym_left)}},
    {"label.on", N_("a frame on"), {KEY(sym_right)}},
    {"label.leap-back", N_("ten frames back"), {SHIFT(sym_left)}},
    {"label.leap-on", N_("ten frames on"), {SHIFT(sym_right)}},
    {"label.key-back", N_("to the key frame before"), {CTRL(sym_left)}},
    {"label.key-on", N_("to the next key frame"), {CTRL(sym_right)}},
    {"label.first", N_("to the start"), {KEY(sym_home)}},
    {"label.last", N_("to the end"), {KEY(sym_end)}},
    {"label.next-todo", N_("next frame to do"), {KEY('u')}},
    {"label.last-todo", N_("frame to do before"), {SHIFT('u')}},
    {"label.play", N_("play, stop"), {KEY(' ')}},
    {"label.accept", N_("what is carried fits; on"), {KEY(sym_return)}},
    {"label.accept-span",
     N_("it fits up to both key frames"),
     {SHIFT(sym_return)}},
    {"label.reject-span",
     N_("undo that for the span"),
     {SHIFT(sym_delete), SHIFT(sym_backspace)}},
    {"label.no-needle", N_("no needle"), {KEY('n')}},
    {"label.unsure", N_("cannot tell"), {KEY('c')}},
    {"label.tip", N_("tip seen, not seen"), {KEY('t')}},
    {"label.crossing", N_("needle crosses here: then click"), {KEY('x')}},
    {"label.ridge", N_("onto the ridge, back"), {KEY('r')}},
    {"label.swap", N_("swap skin side and tip"), {KEY('s')}},
    {"label.clear",
     N_("take the label away"),
     {KEY(sym_delete), KEY(sym_backspace)}},
    {"label.bare", N_("the bare picture, while it is held"), {KEY('h')}},
    {"label.cursor", N_("click by keyboard: arrows, Enter"), {KEY('m')}},
    {"label.undo", N_("undo"), {CTRL('z')}},
    {"label.redo", N_("redo"), {CTRL_SHIFT('z'), CTRL('y')}},
    {"label.save", N_("save now"), {CTRL('s')}},
    {"label.fullscreen", N_("full screen"), {KEY(sym_f11)}},
    {"label.settings", N_("settings"), {CTRL(',')}},
    {"label.keys", N_("list the keys, hide them"), {KEY('?'), KEY(sym_f1)}},
    {"label.quit", N_("save and quit"), {KEY('q'), CTRL('q')}},
    {NULL, NULL, {KEY(0)}},
};
