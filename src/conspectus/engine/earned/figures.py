"""The measures of a result by their usual names."""

from __future__ import annotations

from collections.abc import Mapping

from conspectus.engine.earned.formulas import Indices
from conspectus.engine.earned.lipke import EarnedSchedule
from conspectus.engine.measure import Measure


class Figures:
    """Shortcuts to the measures in ``sums`` (money) and ``time`` (periods)."""

    sums: Indices
    time: EarnedSchedule

    @property
    def bac(self) -> Measure:
        """Budget at completion."""
        return self.sums.bac

    @property
    def pv(self) -> Measure:
        """Planned value (BCWS)."""
        return self.sums.pv

    @property
    def ev(self) -> Measure:
        """Earned value (BCWP)."""
        return self.sums.ev

    @property
    def ac(self) -> Measure:
        """Actual cost (ACWP)."""
        return self.sums.ac

    @property
    def cv(self) -> Measure:
        """Cost variance."""
        return self.sums.cv

    @property
    def sv(self) -> Measure:
        """Schedule variance in money."""
        return self.sums.sv

    @property
    def cv_percent(self) -> Measure:
        """Cost variance in percent of earned value."""
        return self.sums.cv_percent

    @property
    def sv_percent(self) -> Measure:
        """Schedule variance in percent of planned value."""
        return self.sums.sv_percent

    @property
    def cpi(self) -> Measure:
        """Cost performance index."""
        return self.sums.cpi

    @property
    def spi(self) -> Measure:
        """Schedule performance index in money."""
        return self.sums.spi

    @property
    def percent_complete(self) -> Measure:
        """EV / BAC in percent."""
        return self.sums.percent_complete

    @property
    def percent_spent(self) -> Measure:
        """AC / BAC in percent."""
        return self.sums.percent_spent

    @property
    def percent_scheduled(self) -> Measure:
        """PV / BAC in percent."""
        return self.sums.percent_scheduled

    @property
    def eac(self) -> Mapping[str, Measure]:
        """Estimates at completion by method."""
        return self.sums.eac

    @property
    def etc(self) -> Measure:
        """Estimate to complete by the chosen method."""
        return self.sums.etc

    @property
    def vac(self) -> Measure:
        """Variance at completion."""
        return self.sums.vac

    @property
    def vac_percent(self) -> Measure:
        """Variance at completion in percent of the budget."""
        return self.sums.vac_percent

    @property
    def tcpi_bac(self) -> Measure:
        """Efficiency needed to end at the budget."""
        return self.sums.tcpi_bac

    @property
    def tcpi_eac(self) -> Measure:
        """Efficiency needed to end at the estimate."""
        return self.sums.tcpi_eac

    @property
    def es(self) -> Measure:
        """Earned schedule in periods."""
        return self.time.es

    @property
    def at(self) -> Measure:
        """Periods elapsed."""
        return self.time.at

    @property
    def pd(self) -> Measure:
        """Planned duration in periods."""
        return self.time.pd

    @property
    def sv_t(self) -> Measure:
        """Schedule variance in periods."""
        return self.time.sv_t

    @property
    def spi_t(self) -> Measure:
        """Schedule performance index in time."""
        return self.time.spi_t

    @property
    def ieac_t(self) -> Measure:
        """Forecast duration in periods."""
        return self.time.ieac_t

    @property
    def tspi(self) -> Measure:
        """Schedule performance needed to end as planned."""
        return self.time.tspi
