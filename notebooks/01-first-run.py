# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # First run: the launch of August 2018
#
# `chatfare run scenarios/launch-2018.toml` has written its tables to `output/launch-2018`. This notebook reads them with polars, redraws two
# charts and checks what it says. Set `CHATFARE_RESULTS` to read another folder of the same scenario.

# %%
import os
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

results = Path(os.environ.get("CHATFARE_RESULTS", "../output/launch-2018"))
summary = pl.read_parquet(results / "summary.parquet")
whole = summary.filter(pl.col("channel") == "all")
whole.filter(pl.col("metric").is_in(["cost_per_resolved", "fee", "resolved_share", "promise_kept", "response_median"]))

# %% [markdown]
# ## Cost of a resolved contact, by part
#
# Every metric is one row with its interval. The parts of the cost are rows of their own, so a stacked bar is one filter and one loop.

# %%
parts = whole.filter(pl.col("metric").str.starts_with("cost_per_resolved."), pl.col("mean") > 0).with_columns(
    part=pl.col("metric").str.strip_prefix("cost_per_resolved.")
)
totals = whole.filter(pl.col("metric") == "cost_per_resolved")
variants = totals["variant"].to_list()
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"]  # Okabe and Ito

figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
left = [0.0] * len(variants)
for (part,), rows in parts.group_by("part", maintain_order=True):
    values = [rows.filter(pl.col("variant") == v)["mean"].sum() for v in variants]
    axes.barh(variants, values, left=left, label=part, color=COLOURS[len(axes.containers) % len(COLOURS)])
    left = [a + b for a, b in zip(left, values)]
error = [(totals["mean"] - totals["lower"]).to_list(), (totals["upper"] - totals["mean"]).to_list()]
axes.errorbar(totals["mean"], variants, xerr=error, fmt="none", color="black", capsize=3)
axes.set_xlabel(totals["unit"][0])
axes.legend(ncols=4, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0))

# %% [markdown]
# ## How long customers wait
#
# `response_times` is a histogram whose bins are narrow where times are short; `cumulative` is the share answered by the end of a bin.

# %%
waits = pl.read_parquet(results / "response_times.parquet").filter(pl.col("variant") == pl.col("channel"))
figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
for (variant,), rows in waits.group_by("variant", maintain_order=True):
    rows = rows.filter(pl.col("to_s") >= 1)
    axes.step(rows["to_s"], rows["cumulative"] * 100, where="post", label=variant)
    axes.fill_between(rows["to_s"], rows["cumulative_lower"] * 100, rows["cumulative_upper"] * 100, step="post", alpha=0.3)
axes.axvline(24 * 3600, color="black", linestyle=":")
axes.annotate("the free window closes", (24 * 3600, 20), rotation=90, ha="right", fontsize=8)
axes.set_xscale("log")
axes.set_xticks([1, 60, 3600, 24 * 3600], ["1 s", "1 min", "1 h", "24 h"])
axes.set_ylabel("answered within, %")
axes.legend(frameon=False)

# %% [markdown]
# ## What was read, checked
#
# The bill is exact money, line by line. Its lines add up to the fee of the summary; the parts of the cost add up to the cost; and in this
# scenario messaging is cheaper than the telephone, most of it by working hours, hardly any of it by fees.

# %%
bill = pl.read_parquet(results / "bill.parquet").filter(pl.col("tariff") == "whatsapp-2018-08")
fee = whole.filter(pl.col("metric") == "fee", pl.col("variant") == "messages")["mean"].item()
dollars = float(bill["amount"].sum())
euros_a_dollar = 1 / 1.1696  # ECB, 1 August 2018
assert abs(dollars * euros_a_dollar / fee - 1) < 1e-4, (dollars, fee)

for variant in variants:
    added = whole.filter(pl.col("metric").str.starts_with("cost_per_resolved."), pl.col("variant") == variant)["mean"].sum()
    assert abs(added - totals.filter(pl.col("variant") == variant)["mean"].item()) < 1e-6, variant

comparison = pl.read_parquet(results / "comparison.parquet").filter(pl.col("variant") == "messages")
difference = {row["metric"]: row["difference"] for row in comparison.iter_rows(named=True)}
assert difference["cost_per_resolved"] < 0
assert difference["cost_per_resolved.wages"] < 10 * -abs(difference["cost_per_resolved.fees"])
print(f"messages: {-difference['cost_per_resolved']:.2f} EUR cheaper per resolved contact; fees {fee:,.0f} EUR a month")
