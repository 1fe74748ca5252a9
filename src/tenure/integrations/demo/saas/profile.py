"""The numbers of the SaaS company."""

from tenure.integrations.demo.common.profile import Profile
from tenure.integrations.demo.saas.plots import PLOTS, REFERRED, SUBSIDIARIES

PROFILE = Profile(
    key="saas",
    sizes={"s": 120, "m": 300},
    prospects=8,
    segment_share={"enterprise": 0.10, "mid": 0.35, "small": 0.55},
    seats={"enterprise": (28, 58), "mid": (9, 25), "small": (3, 8)},
    discount={"enterprise": (0.12, 0.28), "mid": (0.04, 0.16), "small": (0.0, 0.05)},
    cac_months={"enterprise": 7.0, "mid": 6.0, "small": 4.5},
    source_share={
        "website": 0.30,
        "event": 0.16,
        "outbound": 0.20,
        "advertising": 0.12,
        "partner": 0.10,
        "referral": 0.12,
    },
    monthly_share=0.55,
    module_chance={
        "enterprise": {"mobile": 0.9, "scheduling": 0.75, "inventory": 0.5, "analytics": 0.5, "api": 0.55},
        "mid": {"mobile": 0.75, "scheduling": 0.45, "inventory": 0.3, "analytics": 0.25, "api": 0.15},
        "small": {"mobile": 0.5, "scheduling": 0.12, "inventory": 0.08, "analytics": 0.04, "api": 0.02},
    },
    grow_modules=("mobile", "scheduling", "inventory", "analytics"),
    per_seat=("core",),
    service="training",
    targets={
        "leave enterprise": 0.06,
        "leave mid": 0.09,
        "leave small": 0.12,
        "leave monthly": 0.0115,
        "grow enterprise": 0.23,
        "grow mid": 0.175,
        "grow small": 0.13,
        "grow monthly": 0.12,
        "return": 0.10,
    },
    plots=PLOTS,
    subsidiaries=SUBSIDIARIES,
    referred=REFERRED,
)
